import type { Minor } from '../base/money.ts'
import { addDays, type Day, type Instant, lastDayOf, type Zone } from '../base/time.ts'
import type { AccountFile, PromiseFile } from './dossier.ts'

export interface PromiseState {
  promise: PromiseFile
  status: 'open' | 'kept' | 'broken' | 'cancelled'
  /** The last local day of its grace. */
  lastDay: Day
  /** The day on which the promised money was there. */
  keptOn: Day | null
}

/** What became of the promises on an account, by its date: money received since a promise was made fills the one that falls due first. */
export function promiseStates(
  account: AccountFile,
  promises: readonly PromiseFile[],
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
    .sort((a, b) => (a.promise.by < b.promise.by ? -1 : a.promise.by > b.promise.by ? 1 : 0))
  for (const [day, amount] of account.received) fill(open, day, amount)
  return open.map(({ promise, lastDay, keptOn }) => ({
    promise,
    lastDay,
    keptOn,
    status: promise.cancelled ? 'cancelled' : keptOn ? 'kept' : today <= lastDay ? 'open' : 'broken',
  }))
}

interface Filling {
  promise: PromiseFile
  madeOn: Day
  lastDay: Day
  missing: Minor
  keptOn: Day | null
}

function fill(promises: Filling[], day: Day, amount: Minor): void {
  let left = amount
  for (const one of promises) {
    if (left <= 0) return
    if (one.promise.cancelled || one.keptOn || day < one.madeOn || day > one.lastDay) continue
    const part = Math.min(left, one.missing)
    one.missing -= part
    left -= part
    if (one.missing <= 0) one.keptOn = day
  }
}
