import { arrearsOn, type Owed, type Paid } from '../arrears/arrears.ts'
import type { Minor } from '../base/money.ts'
import { addDays, type Day, type Instant, type Zone } from '../base/time.ts'
import type { DossierAccount } from '../model/dossier.ts'
import { effective } from '../arrears/effective.ts'
import { owedBy } from '../arrears/obligation-words.ts'
import { runsAt } from '../model/hold-time.ts'
import type { Billed, Rested, Settled, Shown } from '../model/promise.ts'
import { dayReceived } from '../model/receipt.ts'
import type { Money } from './filling.ts'

/** What is known of an account's money. */
export interface AccountMoney {
  account: Pick<DossierAccount, 'id' | 'received' | 'currency' | 'currencies'>
  /** Every account's; absent = none is known. */
  billed?: readonly Billed[] | undefined
  /** Absent = `received` is all that was ever paid. */
  settled?: readonly Settled[] | undefined
  rested?: readonly Rested[] | undefined
  shown?: readonly Shown[] | undefined
}

/** The money of an account until that day: what its ledger says came, or the falls that its snapshots show. */
export function moneyUntil(
  { account, shown = [] }: AccountMoney,
  zones: readonly Zone[],
  today: Day,
): Money[] {
  const received = account.received.map(({ at, recordedAt, amount }): Money => {
    const day = dayReceived({ at }, zones)
    return { from: day, to: day, recordedAt, amount, account: account.id }
  })
  const falls = fallsIn(seriesOf(account, shown), zones).map((fall) => ({ ...fall, account: account.id }))
  return [...received, ...falls].filter(({ from }) => from <= today)
}

/** Past due fell between two snapshots: a file shows what came on the day before it, or on its own. A rise hides no fall. */
function fallsIn(series: readonly Shown[], zones: readonly Zone[]): Omit<Money, 'account'>[] {
  return series.flatMap(({ at, pastDue }, index) => {
    const before = series[index - 1]
    if (!before || before.pastDue <= pastDue) return []
    const to = dayReceived({ at }, zones)
    return [{ from: addDays(to, -1), to, recordedAt: at, amount: before.pastDue - pastDue }]
  })
}

export function seriesOf({ id }: Pick<DossierAccount, 'id'>, shown: readonly Shown[]): Shown[] {
  return shown.filter(({ account }) => account === id).sort((a, b) => a.at - b.at || a.pastDue - b.pastDue)
}

interface Made {
  madeAt: Instant
  madeOn: Day
}

/** What was past due when a promise was made, without what rested then, worked out from what is known now: any order of telling gives the same. */
export function owedWhen(file: AccountMoney, zones: readonly Zone[], made: Made): Minor {
  return arrearsWhen(file, zones, made).pastDue
}

/** The same, and the oldest due date of what was past due; null = it is not known, or nothing was. */
export function arrearsWhen(
  file: AccountMoney,
  zones: readonly Zone[],
  made: Made,
): { pastDue: Minor; anchor: Day | null } {
  const { account, billed = [], shown = [] } = file
  const { madeAt, madeOn } = made
  const last = seriesOf(account, shown).findLast(({ at }) => at <= madeAt)
  if (last) return { pastDue: last.pastDue, anchor: last.pastDue > 0 ? (last.anchor ?? null) : null }
  if (!billed.some((one) => one.account === account.id)) return { pastDue: 0, anchor: null }
  return arrearsOn(billedWhen(file, made), paidWhen(file, zones, made), madeOn)
}

/** What the ledger had billed, and what of it rested then. */
export function billedWhen(file: AccountMoney, made: Made): Owed[] {
  const resting = restingWhen(file, made)
  return (file.billed ?? [])
    .filter((one) => one.account === file.account.id)
    .map((one) => ({
      ...one,
      ...owedBy(one, made.madeAt),
      rests: resting.has(one.externalId),
      restsUntil: null,
    }))
}

function restingWhen({ account, rested = [] }: AccountMoney, { madeAt, madeOn }: Made): Set<string> {
  const held = rested.filter((one) => one.account === account.id && runsAt(one, madeAt, madeOn))
  return new Set(held.map(({ obligation }) => obligation))
}

/** Whatever counted as paid then: what was taken back later stood. */
export function paidWhen(
  { account, settled }: AccountMoney,
  zones: readonly Zone[],
  { madeAt, madeOn }: Made,
): readonly Paid[] {
  const hadCome = (at: Instant, recordedAt: Instant): boolean => {
    const day = dayReceived({ at }, zones)
    return day < madeOn || (day === madeOn && recordedAt <= madeAt)
  }
  if (!settled)
    return account.received
      .filter(({ at, recordedAt }) => hadCome(at, recordedAt))
      .map(({ amount }) => ({ obligation: null, amount, reversedAt: null }))
  const known = settled.filter((one) => one.account === account.id && hadCome(one.happenedAt, one.recordedAt))
  return effective(
    known.map((one) => ({ ...one, reversedAt: isBackBy(one, madeAt) ? one.reversedAt : null })),
  )
}

function isBackBy({ reversedAt }: Settled, at: Instant): boolean {
  return reversedAt !== null && reversedAt <= at
}
