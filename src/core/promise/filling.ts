import type { AccountId } from '../base/id.ts'
import type { Minor } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'

/** Money that may keep what was promised. */
export interface Money {
  /** The days on which it may have come: one day, where the ledger knows it. */
  from: Day
  to: Day
  recordedAt: Instant
  amount: Minor
  account: AccountId
}

/** A sum that was promised by a day, as far as money has filled it. */
export interface Filling {
  readonly madeAt: Instant
  readonly madeOn: Day
  readonly dueOn: Day
  /** The last day of its grace. */
  readonly lastDay: Day
  amount: Minor
  /** The sum with which it counts as kept. */
  enough: Minor
  /** Absent = money of whichever account is asked about fills it. */
  accounts?: readonly AccountId[]
  /** Money of these accounts that was known later is for something else. */
  gone?: ReadonlyMap<AccountId, Instant>
  /** Money that was known later is for what took its place. */
  until: Instant
  paid: Minor
  keptOn: Day | null
}

/** Money fills what falls due first, and is spent once; what is kept takes no more. */
export function fillAll(fillings: readonly Filling[], money: readonly Money[]): void {
  const inOrder = [...fillings].sort(byDue)
  for (const one of [...money].sort(byDay)) fill(inOrder, one)
}

/** The fillings come in the order of their days. */
export function fill(fillings: readonly Filling[], money: Money): void {
  let left = money.amount
  for (const one of fillings) {
    if (left <= 0) return
    if (one.keptOn !== null || !counts(one, money)) continue
    const part = Math.min(left, one.amount - one.paid)
    one.paid += part
    left -= part
    if (one.paid >= one.enough) one.keptOn = money.from > one.madeOn ? money.from : one.madeOn
  }
}

/** What was known when it was promised is not what was promised. */
function counts(
  { madeAt, madeOn, lastDay, until, accounts, gone }: Filling,
  { from, to, recordedAt, account }: Omit<Money, 'amount'>,
): boolean {
  if (accounts && !accounts.includes(account)) return false
  if (recordedAt > (gone?.get(account) ?? Infinity)) return false
  return recordedAt > madeAt && recordedAt <= until && madeOn <= to && from <= lastDay
}

export function byDue(a: Filling, b: Filling): number {
  if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1
  return a.madeAt - b.madeAt || a.amount - b.amount
}

export function byDay(a: Money, b: Money): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1
  return a.recordedAt - b.recordedAt || a.amount - b.amount
}
