import type { Day } from '../base/time.ts'
import { daysBetween } from '../base/time.ts'

/** Days past due: a due date D is 1 day past due on D + 1; 0 on the due day and before it, and where nothing is unpaid. */
export function dpdOn(anchor: Day | null, today: Day): number {
  return anchor === null ? 0 : Math.max(0, daysBetween(anchor, today))
}
