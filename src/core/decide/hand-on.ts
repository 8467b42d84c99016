import { type HumanTaskKind, nextRole, taskFile } from '../model/human-task.ts'
import { effectOf } from '../model/task-word.ts'
import type { Step } from '../model/strategy.ts'
import { askAbout } from './ask/human.ts'
import { walksStages } from '../model/lifecycle.ts'
import type { CaseReview } from './case/review.ts'
import { isStepSettled, lastAsked, openAsks, OVERDUE_AFTER } from './done.ts'
import { type DecideGround, decideGround } from './ground.ts'
import { isOpeningDue } from './ladder.ts'
import type { PersonPlan } from './plan.ts'
import { isNeeded } from './reachable.ts'
import { stepDue } from './step/due.ts'

/** A mandatory or required step that failed on every valid point, that a human could not do, or whose task is overdue, is put to the next role, until the last one has it. */
export function handOn(plan: PersonPlan, review: CaseReview): void {
  const { view, to, closed } = review
  if (closed !== null || !walksStages(to)) return
  for (const stage of view.compiled.stages) {
    const entry = view.memory.entries[stage.stage]
    if (entry === undefined) continue
    for (const step of stage.steps) {
      if (!isNeeded(view, step) || isOpeningDue(view, step.step) || isStepSettled(view, step)) continue
      if (openAsks(view, step.step).length > 0) handOnWhenOverdue(plan, review, step)
      else if (isExpired(plan, review, step)) askOverdue(plan, review, step, null)
      else if (stepDue(view, step, entry, stage.stage).is === 'taken') handOnFailed(plan, review, step)
    }
  }
}

/** No agent or field collector took the call or the visit in its time; said once an episode. */
function isExpired({ dossier }: PersonPlan, { view }: CaseReview, { step }: Step): boolean {
  const expired = (dossier.denied ?? []).some(
    (one) =>
      one.state === 'expired' &&
      one.case === view.file.id &&
      one.episode === view.anchor &&
      one.step === step,
  )
  return expired && !view.asked.some((one) => one.step === step && one.episode === view.anchor)
}

/** The last one that was asked has not answered a day after it was due. */
function handOnWhenOverdue(plan: PersonPlan, review: CaseReview, step: Step): void {
  const { view } = review
  const last = openAsks(view, step.step).findLast(({ kind }) => taskFile(kind).handedOn)
  if (!last) return
  const overdue = last.due + OVERDUE_AFTER
  if (overdue > view.now) {
    review.next = Math.min(review.next, overdue)
    return
  }
  const handed = askOverdue(plan, review, step, last.role)
  if (handed && !taskFile(last.kind).isStep) plan.settled.push({ task: last.task, resolution: 'obsolete' })
}

function askOverdue(plan: PersonPlan, review: CaseReview, step: Step, after: string | null): boolean {
  return ask(plan, review, { step, kind: 'step_overdue', after })
}

/** The engine tried every number or address, or a human said that it could not be done. */
function handOnFailed(plan: PersonPlan, review: CaseReview, step: Step): void {
  const last = lastAsked(review.view, step.step)
  const after = last && effectOf(last.answer).step === 'undone' ? last.role : null
  ask(plan, review, { step, kind: 'step_failed', after })
}

interface HandedOn {
  step: Step
  kind: HumanTaskKind & DecideGround
  /** The role that had it; null = the engine. */
  after: string | null
}

function ask(plan: PersonPlan, review: CaseReview, { step, kind, after }: HandedOn): boolean {
  const role = nextRole(after)
  if (role === null) return false
  const due = review.view.now
  const reason = `${step.step}: ${decideGround(kind).text}`
  askAbout(plan, review, { kind, reason, role, step: step.step, due })
  review.next = Math.min(review.next, due + OVERDUE_AFTER)
  return true
}
