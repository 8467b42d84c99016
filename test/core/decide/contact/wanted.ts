import type { Candidate } from '../../../../src/core/decide/contact/candidate.ts'
import type { CaseReview } from '../../../../src/core/decide/case/review.ts'
import type { CaseView } from '../../../../src/core/decide/case/view.ts'
import { stepOf } from '../step/view.ts'

/** A case that works on in its stage. */
export function reviewOf(view: CaseView, more: Partial<CaseReview> = {}): CaseReview {
  const state = { state: 'working', stage: 'one' } as const
  const nothing = { moved: false, closed: null, next: Infinity, gap: null, enters: false }
  return { view, from: state, to: state, ...nothing, ...more }
}

/** A step of the case that is asked for: on 6 March, unless that is said. */
export function wantedOf(view: CaseView, step: string, more: Partial<Candidate> = {}): Candidate {
  const stage = view.compiled.stageByName.get('one')
  if (!stage) throw new Error('no stage one')
  return {
    review: reviewOf(view),
    stage,
    step: stepOf(view, step),
    order: 0,
    at: Date.UTC(2026, 2, 6, 10),
    since: Date.UTC(2026, 2, 6, 10),
    early: false,
    day: '2026-03-06',
    attempt: 1,
    mandatory: false,
    opening: false,
    template: null,
    tokens: null,
    textMissing: false,
    ...more,
  }
}
