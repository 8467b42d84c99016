import type { Minor } from '../base/money.ts'
import type { Day } from '../base/time.ts'
import { addDays } from '../base/time.ts'
import { dpdOn } from './dpd.ts'

/** First days past due of each bucket: 0 = current, 1 = 1-29, 2 = 30-59, ... 7 = 180 and more. */
export const BUCKET_FROM = [0, 1, 30, 60, 90, 120, 150, 180] as const

/** Nothing past due is bucket 0, however old the oldest unpaid due date is. */
export function bucketOn(anchor: Day | null, pastDue: Minor, today: Day): number {
  if (pastDue === 0) return 0
  const dpd = dpdOn(anchor, today)
  return BUCKET_FROM.findLastIndex((from) => dpd >= from)
}

/** The day on which time alone moves an account of that anchor to its next bucket; null in the last one. */
export function nextRollOn(anchor: Day, today: Day): Day | null {
  const dpd = dpdOn(anchor, today)
  const next = BUCKET_FROM.find((from) => from > dpd)
  return next === undefined ? null : addDays(anchor, next)
}
