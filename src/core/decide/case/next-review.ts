import { addDays, type Instant, instantInAll, lastDayOf, MINUTE } from '../../base/time.ts'
import { isMessage } from '../../channel/channel.ts'
import type { Step } from '../../model/strategy.ts'
import type { Decided } from '../decided.ts'
import { nextReview, remembered } from './review.ts'
import type { CaseView } from './view.ts'

const REVIEW_AGAIN = 5 * MINUTE

/** The step is looked at again at that instant; null = when something changes. */
export function reviewAgainAt(view: CaseView, { step }: Step, at: Instant | null): Decided[] {
  const again = remembered(view, { is: 'again', step, at })
  return at === null ? [again] : [again, nextReview(view, at)]
}

/** The instant at which to look whether a contact that is to be made `at` was made: what comes back of a task is a fact, and so is a failure; a message on which a later stage waits is looked after soon. */
export function reviewAfter(view: CaseView, step: Step, at: Instant): Instant {
  const next = nextLocalDay(view, Math.max(at, view.now))
  if (!isMessage(step.channel) || !(step.mandatory || view.compiled.required.has(step.step))) return next
  const soon = at >= view.now ? at + MINUTE : view.now + REVIEW_AGAIN
  return Math.min(soon, next)
}

/** The start of the local day after the instant, in every candidate zone. */
export function nextLocalDay({ zones }: CaseView, after: Instant): Instant {
  return instantInAll(zones, addDays(lastDayOf(zones, after), 1))
}
