import type { Minor } from '../base/money.ts'
import type { Day } from '../base/time.ts'
import { addDays } from '../base/time.ts'
import { nextRollOn } from './bucket.ts'

export interface ReviewQuestion {
  today: Day
  anchor: Day | null
  pastDue: Minor
  nextDue: Day | null
  /** The day of the next payment that is dated ahead. */
  nextPaid?: Day | null
  collection: 'active' | 'ended'
  hasOpenCase: boolean
  /** The day on which time alone makes its figures stale. */
  staleOn: Day | null
  /** A review has just been made: what it did not open waits for tomorrow. */
  looked: boolean
}

/** The next local day on which time alone changes something: an overdue account is reviewed when its figures become stale; one without a case daily (a quota, a threshold or a newly published strategy may let it in), one with a case when its bucket rolls, any when its next instalment falls due or a payment that is dated ahead counts. Null = never. */
export function nextReviewOn(question: ReviewQuestion): Day | null {
  const { today, anchor, pastDue, nextDue, nextPaid = null } = question
  const { collection, hasOpenCase, staleOn, looked } = question
  if (collection === 'ended') return null
  const days: Day[] = []
  if (nextPaid !== null) days.push(nextPaid)
  if (nextDue !== null) days.push(addDays(nextDue, 1))
  if (anchor !== null && pastDue > 0) {
    if (staleOn !== null) days.push(staleOn)
    if (anchor >= today) days.push(addDays(anchor, 1))
    else if (!hasOpenCase) days.push(looked ? addDays(today, 1) : today)
    else days.push(...[nextRollOn(anchor, today)].filter((day) => day !== null))
  }
  return days.length === 0 ? null : days.reduce((first, day) => (day < first ? day : first))
}
