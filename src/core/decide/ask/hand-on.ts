import { type HumanTaskKind, taskTraits } from '../../model/human-task.ts'
import { effectOf } from '../../model/task-word.ts'
import { walksStages } from '../../model/lifecycle.ts'
import type { Stage, Step } from '../../model/strategy.ts'
import type { Dossier } from '../../model/dossier.ts'
import { askAbout } from './human.ts'
import { type CaseReview, nextReview } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { isStepOver, lastAsked, openAsks, OVERDUE_AFTER } from '../step/done.ts'
import { type CaseReason, caseReason } from '../case-reason.ts'
import { isOpeningDue } from '../ladder/ladder.ts'
import { isNeeded } from '../step/reachable.ts'
import { stepDue } from '../step/due.ts'
import { isTooLate } from '../../model/contact-state.ts'

/** A mandatory or required step that failed on every valid point, that a human could not do, or whose task is overdue, is put to the next role, until the last one has it. */
export function handOn(dossier: Dossier, { view, to, closed }: CaseReview): Decided[] {
  if (closed !== null || !walksStages(to)) return []
  return view.compiled.stages
    .filter(({ stage }) => view.memory.entries[stage] !== undefined)
    .flatMap((stage) => stage.steps.flatMap((step) => handOnStep(dossier, view, { stage, step })))
}

function handOnStep(
  dossier: Dossier,
  view: CaseView,
  { stage, step }: { stage: Stage; step: Step },
): Decided[] {
  if (!isNeeded(view, step) || isOpeningDue(view, step.step) || isStepOver(view, step)) return []
  if (openAsks(view, step.step).length > 0) return handOnWhenOverdue(view, step)
  if (isExpired(dossier, view, step)) return askOverdue(view, step, null)
  const entry = view.memory.entries[stage.stage] ?? null
  return stepDue(view, step, entry, stage.stage).is === 'taken' ? handOnFailed(view, step) : []
}

/** No agent or field collector took the call or the visit in its time; said once an episode. */
function isExpired({ denied = [] }: Dossier, view: CaseView, { step }: Step): boolean {
  const expired = denied.some(
    (one) =>
      isTooLate(one.state) && one.case === view.case.id && one.episode === view.anchor && one.step === step,
  )
  return expired && !view.asked.some((one) => one.step === step && one.episode === view.anchor)
}

/** The last one that was asked has not answered a day after it was due. */
function handOnWhenOverdue(view: CaseView, step: Step): Decided[] {
  const last = openAsks(view, step.step).findLast(({ kind }) => taskTraits(kind).handedOn)
  if (!last) return []
  const overdue = last.due + OVERDUE_AFTER
  if (overdue > view.now) return [nextReview(view, overdue)]
  const handed = askOverdue(view, step, last.role)
  if (handed.length === 0 || taskTraits(last.kind).isStep) return handed
  return [...handed, { is: 'answered', task: last.task, resolution: 'obsolete' }]
}

/** Nobody has done it in time: the next role is asked. */
function askOverdue(view: CaseView, step: Step, after: string | null): Decided[] {
  return ask(view, { step, kind: 'step_overdue', after })
}

/** The engine tried every number or address, or a human said that it could not be done. */
function handOnFailed(view: CaseView, step: Step): Decided[] {
  const last = lastAsked(view, step.step)
  const after = last && effectOf(last.answer).step === 'undone' ? last.role : null
  return ask(view, { step, kind: 'step_failed', after })
}

interface HandedOn {
  step: Step
  kind: HumanTaskKind & CaseReason
  /** The role that had it; null = the engine. */
  after: string | null
}

/** Nothing where the last role has it already. */
function ask(view: CaseView, { step, kind, after }: HandedOn): Decided[] {
  const role = nextRole(after)
  if (role === null) return []
  const due = view.now
  const reason = `${step.step}: ${caseReason(kind).text}`
  return [
    ...askAbout(view, { kind, reason, role, step: step.step, due }),
    nextReview(view, due + OVERDUE_AFTER),
  ]
}

/** Who is asked next where a role cannot do what it was asked, or does not answer; any other role comes before the first. */
const ROLE_LADDER = ['supervisor', 'operations', 'compliance'] as const

/** Null before = the engine itself tried; null = there is nobody after the last. */
export function nextRole(before: string | null): string | null {
  const at = ROLE_LADDER.findIndex((role) => role === before)
  return ROLE_LADDER[at + 1] ?? null
}
