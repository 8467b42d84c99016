import type { Day, Instant, Zone } from '../base/time.ts'
import { addToDay, type Duration } from '../compliance/duration.ts'
import type { AccountRecord, KeptRecord, PersonRecords } from './record.ts'
import { latestDay, zonesOf, type RetainRule } from './retain-law.ts'

/** From when a period counts: the record itself, the last that was done about the debt, or the end of collection; null = that has not come yet. */
export function startOf(
  from: 'artifact' | 'last_activity' | 'close',
  record: KeptRecord,
  accounts: readonly AccountRecord[],
): Instant | null {
  if (from === 'artifact') return record.at
  if (from === 'close') return accounts.length === 0 ? null : latest(accounts.map((one) => one.closedAt))
  return latest([record.at, ...accounts.map((one) => one.lastActivity)])
}

/** The local date on which the period is full, in the zone where that is latest; null = not known: the calendar has no such year. */
export function fullOn(
  one: RetainRule,
  duration: Duration,
  { start, zones }: { start: Instant; zones: readonly Zone[] },
): Day | null {
  const day = latestDay(zonesOf(one, zones), start)
  const whole = 'hours' in duration ? { days: Math.ceil(duration.hours / 24) } : duration
  try {
    return addToDay(day, whole, one.calendar)
  } catch {
    return null
  }
}

/** The accounts that a record is about. */
export function accountsOf({ accounts }: PersonRecords, record: KeptRecord): readonly AccountRecord[] {
  if (record.accounts.length === 0) return accounts
  return accounts.filter(({ id }) => record.accounts.includes(id))
}

/** Null where one of them is: it goes on. */
function latest(instants: readonly (Instant | null)[]): Instant | null {
  let last = -Infinity
  for (const at of instants) {
    if (at === null) return null
    last = Math.max(last, at)
  }
  return last
}
