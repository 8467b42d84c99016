/** What becomes of a settlement, told a second time and day by day: days are numbers, sums are cents, and nothing of the engine is asked. */

export interface OfferWord {
  name: string
  /** The hour at which it was offered, counted from the first day on. */
  at: number
  amount: number
  /** The last day on which it may be accepted. */
  until: number
  /** What falls due when. */
  rates: { day: number; amount: number }[]
  by: string
  accepted: number | null
  declined: number | null
  withdrawn: number | null
  grants: { at: number; by: string; yes: boolean }[]
}

/** Money with the hours at which it came, was learnt of, and was taken back. */
export interface Money {
  at: number
  known: number
  amount: number
  back: number | null
}

export interface Book {
  /** One debt, and the day on which it fell due. */
  debt: { amount: number; due: number }
  offer: OfferWord
  money: Money[]
  /** The shares are percents of what was past due. */
  alone: number
  most: number
  longest: number
  fromDpd: number
  mostRates: number
  grace: number
  onBounce: 'lost' | 'kept'
}

const dayOf = (hour: number) => Math.floor(hour / 24)

export function settlementOracle(book: Book, now: number): string {
  const { offer, debt } = book
  const made = dayOf(offer.at)
  const before = book.money.filter(
    (one) =>
      (dayOf(one.at) < made || (dayOf(one.at) === made && one.known <= offer.at)) &&
      (one.back === null || one.back > offer.at),
  )
  const owed = debt.due < made ? Math.max(0, debt.amount - sum(before.map(({ amount }) => amount))) : 0
  const last = Math.max(...offer.rates.map(({ day }) => day))
  const isBeyond =
    owed === 0 ||
    offer.amount * 100 < owed * (100 - book.most) ||
    offer.amount > owed ||
    Math.max(last, offer.until) > made + book.longest ||
    made - debt.due < book.fromDpd ||
    offer.rates.length > book.mostRates
  if (isBeyond) return 'beyond'
  const force = inForce(book, owed)
  if (typeof force === 'string') {
    const waits = force === 'offered' || force === 'asked'
    return waits && dayOf(now) > offer.until ? 'expired' : force
  }
  return judge(book, dayOf(now))
}

/** The hour since which it binds, or the word that keeps it from that. */
function inForce({ offer, alone }: Book, owed: number): number | string {
  const needs = offer.amount * 100 < owed * (100 - alone)
  const first = offer.grants
    .filter(({ by }) => by !== offer.by)
    .sort((a, b) => a.at - b.at || Number(a.yes) - Number(b.yes))[0]
  const isInTime = (hour: number) => dayOf(hour) <= offer.until
  const granted = !needs || (first !== undefined && first.yes && isInTime(first.at))
  const { accepted, declined, withdrawn } = offer
  let binds: number | null = null
  if (accepted !== null && isInTime(accepted) && granted && (declined === null || declined > accepted))
    binds = needs && first ? Math.max(accepted, first.at) : accepted
  const came = (hour: number | null) => hour !== null && (binds === null || hour <= binds)
  if (came(withdrawn)) return 'withdrawn'
  if (came(declined)) return 'declined'
  if (first && !first.yes && came(first.at)) return 'rejected'
  return binds ?? (granted ? 'offered' : 'asked')
}

/** Every day from the acceptance on is looked at, and nothing is skipped. */
function judge(book: Book, today: number): string {
  const { offer, money, grace, onBounce } = book
  const accepted = offer.accepted ?? 0
  let state = 'accepted'
  for (let day = dayOf(accepted); day <= today; day++) {
    const stands = sum(
      money
        .filter((one) => dayOf(one.at) <= day && (one.back === null || dayOf(one.back) > day))
        .filter((one) => one.known > accepted && dayOf(one.at) >= dayOf(accepted))
        .map(({ amount }) => amount),
    )
    const due = sum(offer.rates.filter((rate) => rate.day + grace <= day).map(({ amount }) => amount))
    if (stands >= offer.amount) state = 'kept'
    else if (state === 'kept') {
      state = 'bounced'
      if (onBounce === 'lost') return state
    } else if (state === 'accepted' && day < today && stands < due) return 'lapsed'
  }
  return state
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, one) => all + one, 0)
}
