/** A second opinion on repayment plans, day by day and by hand; nothing of `src` is in it. Days are whole numbers, sums whole minor units, instants days with a fraction. */

export interface PlanPaid {
  account: number
  at: number
  known: number
  amount: number
}

export interface PlanWord {
  name: string
  accounts: readonly number[]
  /** The instant at which it was agreed. */
  at: number
  rates: readonly { on: number; amount: number }[]
  replaces: string | null
  cancelledAt: number | null
  /** A supervisor's last word; null = none. */
  accepted: boolean | null
}

/** Shares are in hundredths. */
export interface PlanLimits {
  grace: number
  enough: number
  first: number
  covers: number
  missed: number
  days: number
}

interface PlanBook {
  words: readonly PlanWord[]
  paid: readonly PlanPaid[]
  debts: readonly { account: number; dueOn: number; amount: number }[]
  limits: PlanLimits
}

interface Taken {
  word: PlanWord
  /** The instant at which another took its place, or it was cancelled. */
  end: number
  replaced: boolean
}

/** What each plan is at that instant, by name, and the rates that are missed. */
export function planOracle(book: PlanBook, now: number): Map<string, string> {
  const taken: Taken[] = []
  const told = new Map<string, string>()
  const inOrder = [...book.words].sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
  for (const word of inOrder) {
    const verdict = verdictOn(book, taken, word)
    if (verdict !== 'taken') told.set(word.name, verdict === 'asked' ? askedAs(book, word, now) : verdict)
  }
  for (const one of taken) told.set(one.word.name, livedUntil(book, taken, one, now))
  return told
}

function askedAs({ limits }: PlanBook, { rates }: PlanWord, now: number): string {
  return Math.floor(now) > (rates[0]?.on ?? 0) + limits.grace ? 'expired' : 'asked'
}

function verdictOn(book: PlanBook, taken: Taken[], word: PlanWord): string {
  const day = Math.floor(word.at)
  const near = taken.filter((one) => one.word.accounts.some((account) => word.accounts.includes(account)))
  const standing = near.filter((one) => one.end > word.at && isAlive(lifeOf(book, taken, one, word.at), day))
  const old = near.find((one) => one.word.name === word.replaces)
  if (word.accepted === false) return 'refused'
  if (word.cancelledAt !== null && word.cancelledAt <= word.at) return 'cancelled'
  const sum = word.rates.reduce((all, { amount }) => all + amount, 0)
  const first = word.rates[0]?.on ?? 0
  const within =
    first >= day &&
    first - day <= book.limits.first &&
    sum * 100 >= book.limits.covers * owed(book, word) &&
    standing.every((one) => one === old)
  if (!within && word.accepted !== true) return word.cancelledAt === null ? 'asked' : 'cancelled'
  if (old && standing.includes(old)) Object.assign(old, { end: word.at, replaced: true })
  taken.push({ word, end: word.cancelledAt ?? Infinity, replaced: false })
  return 'taken'
}

function owed({ debts, paid }: PlanBook, { accounts, at }: PlanWord): number {
  const day = Math.floor(at)
  return accounts.reduce((all, account) => {
    const due = debts.filter((one) => one.account === account && one.dueOn < day)
    const came = paid.filter((one) => {
      const on = Math.floor(one.at)
      return one.account === account && (on < day || (on === day && one.known <= at))
    })
    const left = total(due) - total(came)
    return all + Math.max(0, left)
  }, 0)
}

function total(all: readonly { amount: number }[]): number {
  return all.reduce((sum, { amount }) => sum + amount, 0)
}

/** The life of a plan as it was known at that instant: money is poured into rates by hand. */
function lifeOf(book: PlanBook, taken: readonly Taken[], one: Taken, now: number): Life {
  const bins = taken.flatMap((each) =>
    each.word.rates.map((rate): Bin => ({ each, rate, of: rate.amount, got: 0, kept: null })),
  )
  bins.sort(
    (a, b) => a.rate.on - b.rate.on || a.each.word.at - b.each.word.at || a.rate.amount - b.rate.amount,
  )
  const known = book.paid.filter((money) => money.known <= now && Math.floor(money.at) <= Math.floor(now))
  known.sort((a, b) => a.known - b.known || a.amount - b.amount)
  const first = Math.min(...taken.map(({ word }) => Math.floor(word.at)), Math.floor(now))
  for (let day = first; day <= Math.floor(now); day++) {
    for (const money of known) if (Math.floor(money.at) === day) pour(money, bins, book.limits)
    for (const each of taken) {
      if (day < Math.floor(each.word.at) || day >= Math.floor(each.end)) continue
      const own = bins.filter((bin) => bin.each === each).reverse()
      cut(own, leftOn(book, each.word, known, day), day, book.limits)
    }
  }
  return days(
    book.limits,
    one.word.rates.map((rate) => bins.find((bin) => bin.rate === rate)?.kept ?? null),
    one.word,
  )
}

interface Bin {
  each: Taken
  rate: PlanWord['rates'][number]
  /** What is left of the rate. */
  of: number
  got: number
  kept: number | null
}

function pour(money: PlanPaid, bins: readonly Bin[], limits: PlanLimits): void {
  let left = money.amount
  for (const bin of bins) {
    const { word, end } = bin.each
    const fits =
      word.accounts.includes(money.account) &&
      money.known > word.at &&
      money.known <= end &&
      Math.floor(money.at) >= Math.floor(word.at)
    if (!fits || bin.kept !== null) continue
    const part = Math.min(left, bin.of - bin.got)
    bin.got += part
    left -= part
    if (bin.got * 100 >= bin.of * limits.enough) bin.kept = Math.floor(money.at)
  }
}

/** What the accounts owe no more is cut off the last rates that are open. */
function cut(bins: readonly Bin[], left: number, day: number, limits: PlanLimits): void {
  const open = bins.filter(({ kept }) => kept === null)
  let over = open.reduce((sum, bin) => sum + bin.of - bin.got, 0) - left
  for (const bin of open) {
    if (over <= 0) return
    const part = Math.min(over, bin.of - bin.got)
    over -= part
    bin.of -= part
    if (bin.of === bin.got || bin.got * 100 >= bin.of * limits.enough) bin.kept = day
  }
}

/** Nobody knows what accounts owe that have no bill. */
function leftOn(book: PlanBook, word: PlanWord, known: readonly PlanPaid[], day: number): number {
  let [due, all] = [0, 0]
  for (const account of word.accounts) {
    const bills = book.debts.filter((one) => one.account === account)
    if (bills.length === 0) return Infinity
    const came = total(known.filter((one) => one.account === account && Math.floor(one.at) <= day))
    due += Math.max(0, total(bills.filter((one) => one.dueOn < Math.floor(word.at))) - came)
    all += Math.max(0, total(bills) - came)
  }
  const beyond = Math.max(0, total(word.rates) - owed(book, word))
  return all === 0 ? 0 : due + beyond
}

interface Life {
  brokenOn: number
  completedOn: number
  /** Rates that are missed at the end of each day. */
  missedOn: (day: number) => number
}

/** The life of a plan is walked day by day. */
function days(limits: PlanLimits, kept: readonly (number | null)[], { at, rates }: PlanWord): Life {
  const lastDay = (rates.at(-1)?.on ?? 0) + limits.grace + limits.days + 1
  const isMissed = (index: number, day: number, evening: boolean) => {
    const came = kept[index] ?? null
    const over = day > (rates[index]?.on ?? 0) + limits.grace
    return over && (came === null || came > day || (came === day && !evening))
  }
  const missedOn = (day: number, evening = true) =>
    rates.filter((_, index) => isMissed(index, day, evening)).length
  let brokenOn = Infinity
  for (let day = Math.floor(at); day <= lastDay && brokenOn === Infinity; day++) {
    const tooMany = missedOn(day, false) >= limits.missed
    const tooLong = rates.some(
      (rate, index) => isMissed(index, day, false) && day >= rate.on + limits.grace + limits.days,
    )
    if (tooMany || tooLong) brokenOn = day
  }
  const all = kept.every((one) => one !== null) ? Math.max(...kept.map((one) => one ?? 0)) : Infinity
  const completedOn = all < brokenOn ? all : Infinity
  return { brokenOn: completedOn < Infinity ? Infinity : brokenOn, completedOn, missedOn }
}

function isAlive({ brokenOn, completedOn }: Life, day: number): boolean {
  return completedOn === Infinity && brokenOn > day
}

function livedUntil(book: PlanBook, taken: readonly Taken[], one: Taken, now: number): string {
  const { brokenOn, completedOn, missedOn } = lifeOf(book, taken, one, now)
  const today = Math.floor(now)
  if (completedOn < Infinity) return 'completed'
  const until = one.end < Infinity ? Math.floor(one.end) : today
  if (brokenOn <= until) return 'broken'
  if (one.end < Infinity) return one.replaced ? 'renegotiated' : 'cancelled'
  if (missedOn(today) > 0) return 'in_arrears'
  return 'active'
}
