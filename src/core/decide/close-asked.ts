import { isOfStep, outlivesCase } from '../base/human-task.ts'
import type { Step } from '../config/strategy.ts'
import { clearedAs } from '../deliver/text-check.ts'
import type { CaseReview } from './case-review.ts'
import type { AskedFile } from './dossier.ts'
import { isStepDone } from './done.ts'
import type { NewHumanTask } from './output.ts'
import type { PersonPlan } from './plan.ts'
import { hasPoint } from './reachable.ts'

/** Tasks that nobody has to do any more: what they ask for has arrived, or their case or episode is over. */
export function closeAsked(plan: PersonPlan): void {
  const { asked = [] } = plan.dossier
  for (const one of asked) {
    if (one.answeredAt !== null || plan.settled.some(({ task }) => task === one.task)) continue
    const resolution = one.case === null ? closedBeside(plan, one) : closedWith(plan, one)
    if (resolution !== null) plan.settled.push({ task: one.task, resolution })
  }
}

/** What a review that ends its case would still have asked. */
export function standsAfter({ reviews }: PersonPlan, task: NewHumanTask): boolean {
  const review = reviews.find(({ view }) => view.file.id === task.case)
  return review === undefined || review.closed === null || outlivesCase(task.kind)
}

type Closed = 'arrived' | 'obsolete' | null

/** About an account that nobody took: a case of it says that a strategy did. A wish to be contacted again: no opt-out stands any more. */
function closedBeside({ reviews, dossier }: PersonPlan, { kind, account }: AskedFile): Closed {
  switch (kind) {
    case 'no_strategy':
      return reviews.some(({ view, closed }) => closed === null && view.account.id === account)
        ? 'arrived'
        : null
    case 'opt_in':
      return dossier.holds.some((hold) => hold.kind === 'optout' && hold.lifted === null) ? null : 'arrived'
    default:
      return null
  }
}

function closedWith(plan: PersonPlan, one: AskedFile): Closed {
  const review = plan.reviews.find(({ view }) => view.file.id === one.case)
  if (!review || review.closed !== null) return outlivesCase(one.kind) ? null : 'obsolete'
  if (one.kind === 'wording' && clearedAs(plan.dossier, review.view.now) !== null) return 'arrived'
  if (one.step === null) return null
  if (one.episode !== review.view.anchor) return 'obsolete'
  const step = stepNamed(review, one.step)
  if (step === null) return isOfStep(one.kind) ? 'obsolete' : null
  return hasArrived(plan, review, one, step) ? 'arrived' : null
}

function hasArrived({ dossier }: PersonPlan, { view }: CaseReview, one: AskedFile, step: Step): boolean {
  if (one.kind === 'unresolved') return hasPoint(dossier, step.channel)
  if (one.kind === 'empty_window' && view.rows.of(step.step).open) return true
  return isOfStep(one.kind) && isStepDone(view, step)
}

function stepNamed({ view }: CaseReview, name: string): Step | null {
  return view.compiled.stages.flatMap(({ steps }) => steps).find(({ step }) => step === name) ?? null
}
