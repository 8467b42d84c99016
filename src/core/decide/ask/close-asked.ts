import { closersOf, isOfStep, outlivesCase } from '../../model/human-task.ts'
import { CLOSED_BY, type ClosedByReview, type EngineWord } from '../../model/task-word.ts'
import { lastDayOf } from '../../base/time.ts'
import { nameOfGap } from '../../compliance/pack/coverage.ts'
import type { Step } from '../../model/strategy.ts'
import { isStillHeld } from '../../model/hold-asked.ts'
import type { CaseReview } from '../case/review.ts'
import type { Decided } from '../decided.ts'
import type { DossierTask } from '../../model/dossier.ts'
import { isStepOver } from '../step/done.ts'
import type { NewHumanTask } from '../../model/decision.ts'
import type { PersonPlan } from '../person-plan.ts'
import { hasPoint } from '../step/reachable.ts'
import { isAskedAbout } from './promise.ts'
import { isPlanAskedAbout } from './repayment.ts'
import { isGrantOf } from './settlement.ts'
import { clearedAs } from '../../wording/cleared.ts'

/** Tasks that nobody has to do any more: what they ask for has arrived, or their case or episode is over. */
export function closeAsked(plan: PersonPlan): Decided[] {
  const { asked = [] } = plan.dossier
  return asked.flatMap((one): Decided[] => {
    if (one.answeredAt !== null || plan.answered.some(({ task }) => task === one.task)) return []
    const resolution = closedAs(plan, one)
    return resolution === null ? [] : [{ is: 'answered', task: one.task, resolution }]
  })
}

/** What a review that ends its case would still have asked. */
export function standsAfter({ reviews }: PersonPlan, task: NewHumanTask): boolean {
  const review = reviews.find(({ view }) => view.case.id === task.case)
  return review === undefined || review.closed === null || outlivesCase(task.kind)
}

function closedAs(plan: PersonPlan, one: DossierTask): EngineWord | null {
  const review = plan.reviews.find(({ view }) =>
    one.case === null ? view.account.id === one.account : view.case.id === one.case,
  )
  if (isOver(one, review)) return 'obsolete'
  const step = one.step === null || !review ? null : stepNamed(review, one.step)
  if (one.step !== null && step === null && isOfStep(one.kind)) return 'obsolete'
  const about = { plan, one, review, step }
  return closersOf(one.kind).some((by) => isByReview(by) && COME[by](about)) ? 'arrived' : null
}

/** Its case has ended, or the episode in which it was asked. */
function isOver(one: DossierTask, review: CaseReview | undefined): boolean {
  if (review && one.case !== null && one.step !== null && one.episode !== review.view.anchor) return true
  const hasEnded = review ? review.closed !== null : one.case !== null
  return hasEnded && !outlivesCase(one.kind)
}

interface About {
  plan: PersonPlan
  one: DossierTask
  /** The review of its case, or of the account's open one. */
  review: CaseReview | undefined
  step: Step | null
}

function isByReview(by: string): by is ClosedByReview {
  return Object.hasOwn(CLOSED_BY.review, by)
}

const COME: Record<ClosedByReview, (about: About) => boolean> = {
  step_done: ({ review, step }) => review !== undefined && step !== null && isStepOver(review.view, step),
  step_planned: ({ review, step }) =>
    step !== null && review !== undefined && review.view.rows.of(step.step).open !== null,
  point_known: ({ plan, step }) => step !== null && hasPoint(plan.dossier, step.channel),
  text_cleared: ({ plan, review }) =>
    review !== undefined && clearedAs(plan.dossier, review.view.now) !== null,
  case_opened: ({ review }) => review?.closed === null,
  hold_over: ({ plan: { dossier, reviews }, one }) => {
    const now = reviews[0]?.view.now
    if (now === undefined) return false
    return !isStillHeld(dossier.holds, one, { now, today: lastDayOf(dossier.person.zones, now) })
  },
  promise_judged: ({ one, review }) =>
    review !== undefined && !review.view.promises.some((state) => isAskedAbout(state, one)),
  plan_judged: ({ one, review }) =>
    review !== undefined && !review.view.plans.some((state) => isPlanAskedAbout(state, one)),
  settlement_judged: ({ one, review }) =>
    review !== undefined && !review.view.settlements.some((state) => isGrantOf(state, one)),
  law_on_file: ({ one, review }) =>
    review !== undefined && one.rule !== null && (review.gap === null || nameOfGap(review.gap) !== one.rule),
}

function stepNamed({ view }: CaseReview, name: string): Step | null {
  return view.compiled.stages.flatMap(({ steps }) => steps).find(({ step }) => step === name) ?? null
}
