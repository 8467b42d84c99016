import type { Minor } from '../../base/money.ts'
import { addDays, type Day, type Instant, lastDayOf, type Zone } from '../../base/time.ts'
import type { DossierAccount, DossierPromise } from '../../model/dossier.ts'
import { dayReceived } from '../../model/receipt.ts'

export interface PromiseState {
  promise: DossierPromise
  status: 'open' | 'kept' | 'broken' | 'cancelled'
  /** The last local day of its grace. */
  lastDay: Day
  /** The day on which the promised money was there. */
  keptOn: Day | null
}

/** What became of the promises on an account: money that came after a promise was made fills the one that falls due first, and is spent once. */
export function promiseStates(
  account: DossierAccount,
  promises: readonly DossierPromise[],
  zones: readonly Zone[],
  now: Instant,
): PromiseState[] {
  const own = promises.filter((promise) => promise.account === account.id)
  if (own.length === 0) return []
  const today = lastDayOf(zones, now)
  const open = own
    .map((promise) => ({
      promise,
      madeOn: lastDayOf(zones, promise.madeAt),
      lastDay: addDays(promise.by, promise.graceDays),
      missing: promise.amount,
      keptOn: null as Day | null,
    }))
    .sort(byDue)
  const money = account.received
    .map(({ recordedAt, amount, at }) => ({ day: dayReceived({ at }, zones), recordedAt, amount }))
    .filter(({ day }) => day <= today)
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.recordedAt - b.recordedAt))
  for (const one of money) fill(open, one)
  return open.map(({ promise, lastDay, keptOn }) => ({
    promise,
    lastDay,
    keptOn,
    status: promise.cancelled ? 'cancelled' : keptOn ? 'kept' : today <= lastDay ? 'open' : 'broken',
  }))
}

interface Filling {
  promise: DossierPromise
  madeOn: Day
  lastDay: Day
  missing: Minor
  keptOn: Day | null
}

interface Money {
  day: Day
  recordedAt: Instant
  amount: Minor
}

function fill(promises: Filling[], { day, recordedAt, amount }: Money): void {
  let left = amount
  for (const one of promises) {
    if (left <= 0) return
    if (one.promise.cancelled || one.keptOn || !counts(one, { day, recordedAt })) continue
    const part = Math.min(left, one.missing)
    one.missing -= part
    left -= part
    if (one.missing <= 0) one.keptOn = day
  }
}

/** What was known when the promise was made is not what was promised. */
function counts({ promise, madeOn, lastDay }: Filling, { day, recordedAt }: Omit<Money, 'amount'>): boolean {
  return recordedAt > promise.madeAt && madeOn <= day && day <= lastDay
}

function byDue(a: Filling, b: Filling): number {
  if (a.promise.by !== b.promise.by) return a.promise.by < b.promise.by ? -1 : 1
  return a.promise.madeAt - b.promise.madeAt || a.promise.amount - b.promise.amount
}
