import type { Day } from '../base/time.ts'
import { type CreditRecord, isSameRecord } from './credit-record.ts'

export const CREDIT_LINES = ['first', 'update', 'correction'] as const
/** Nothing was reported of the account before; it was; or what was reported is put right. */
export type CreditLine = (typeof CREDIT_LINES)[number]

/**
 * What is to be said of an account today, by what was said before; null = nothing.
 *
 * | before | today | said |
 * |---|---|---|
 * | nothing | past due, or ended with something owed | `first` |
 * | nothing | anything else | nothing |
 * | the same day, otherwise | | `correction` |
 * | an earlier day | past due | `update` |
 * | an earlier day, the same | not past due | nothing: it stands |
 * | an earlier day, otherwise | | `update` |
 */
export function lineDue(today: CreditRecord, last: CreditRecord | null): CreditLine | null {
  if (last === null) return isWorthTelling(today) ? 'first' : null
  if (last.on >= today.on) return isSameRecord(last, today) ? null : 'correction'
  if (today.status !== 'past_due' && isSameRecord(last, today)) return null
  return 'update'
}

function isWorthTelling({ status, pastDue, balance }: CreditRecord): boolean {
  if (status === 'past_due') return true
  return status !== 'current' && (Number(pastDue) > 0 || Number(balance ?? 0) > 0)
}

/** The latest said of each day, the latest day last. */
export function latestByDay<One extends { record: CreditRecord }>(said: readonly One[]): One[] {
  const byDay = new Map<Day, One>(said.map((one) => [one.record.on, one]))
  return [...byDay.values()].sort((a, b) => (a.record.on < b.record.on ? -1 : 1))
}
