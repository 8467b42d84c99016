import { isWaiting } from '../../model/contact-state.ts'
import { addDays, type Day, daysBetween, MINUTE } from '../../base/time.ts'
import type { DossierContact, Dossier } from '../../model/dossier.ts'
import { walksStages } from '../../model/lifecycle.ts'
import type { Candidate } from './candidate.ts'
import { type CaseReview, nextReview, remembered, told } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { caseReason } from '../case-reason.ts'
import type { PersonPlan } from '../person-plan.ts'
import { dayAfter, stepDue, stillStands } from '../step/due.ts'
import { promisedStands } from '../step/promised.ts'

export function waitForItsTurn({ review: { view }, step }: Candidate): Decided[] {
  const turn = dayAfter(view, step, view.today)
  return [remembered(view, { is: 'turn', step: step.step, at: turn }), nextReview(view, turn)]
}

/** A newer step takes its place. */
export function drop({ review, step, attempt, day }: Candidate, by: string): Decided[] {
  const { view } = review
  const contactKey = { episode: view.anchor, step: step.step, attempt }
  const reasons = [caseReason('overtaken', day)]
  return [
    ...overtake(view, { step: step.step, attempt, day, by }),
    told(review, { kind: 'dropped', step: step.step, contactKey, reasons }),
  ]
}

/** A repetition whose turn was let go comes again at its next turn. */
export function comesAgain({ review: { view }, stage, step }: Candidate): Decided[] {
  const again = stepDue(view, step, view.memory.entries[stage.stage] ?? null, stage.stage)
  return again.is === 'due' ? [nextReview(view, Math.max(again.at, view.now + MINUTE))] : []
}

/** A row that waits, of whatever case of the person, is cancelled for a newer step. */
export function overtaken({ reviews }: PersonPlan, row: DossierContact, by: string): Decided[] {
  const gone: Decided = { is: 'cancelled', contact: row.id, reason: 'overtaken' }
  const review = reviews.find((one) => one.view.case.id === row.case)
  const { step, dueOn, attempt } = row
  if (!review || step === null || dueOn === null || row.episode !== review.view.anchor) return [gone]
  return [
    gone,
    ...overtake(review.view, { step, attempt: attempt ?? 1, day: dueOn, by }),
    cancelled(review, row, 'overtaken'),
  ]
}

interface LetGo {
  step: string
  attempt: number
  day: Day
  by: string
}

/** A repetition lets its turns before today go, and comes again. */
function overtake(view: CaseView, { step, attempt, day, by }: LetGo): Decided[] {
  const every = view.compiled.stepByName.get(step)?.every?.days
  const turns = every === undefined ? 0 : Math.max(0, Math.floor((daysBetween(day, view.today) - 1) / every))
  const on = addDays(day, turns * (every ?? 0))
  const name = every === undefined ? step : `${step}#${attempt}`
  return [
    remembered(view, { is: 'again_forgotten', step }),
    remembered(view, { is: 'let_go', name, dropped: { on, why: 'overtaken', by } }),
  ]
}

/** What waits and no longer stands is taken back. */
export function cancelVoid({ contacts }: Dossier, review: CaseReview): Decided[] {
  const waiting = contacts.filter(({ case: of, state }) => of === review.view.case.id && isWaiting(state))
  return waiting.flatMap((row): Decided[] => {
    const reason = whyTakenBack(review, row)
    if (reason === null) return []
    return [{ is: 'taken_back', contact: row.id, reason }, cancelled(review, row, reason)]
  })
}

type TakenBack = 'stage_left' | 'step_over' | 'episode_over' | 'case_rests'

/** A mandatory one outlives its stage, while its case works. */
function whyTakenBack({ closed, to, view }: CaseReview, row: DossierContact): TakenBack | null {
  const promised = closed === null ? promisedStands(view, to, row) : null
  if (promised !== null) return promised ? null : 'step_over'
  if (closed !== null || !walksStages(to)) return 'case_rests'
  if (row.episode !== view.anchor) return 'episode_over'
  if (row.stage !== to.stage && !row.mandatory) return 'stage_left'
  const stage = view.compiled.stageByName.get(row.stage ?? '')
  const step = stage?.steps.find((one) => one.step === row.step)
  const stands = stage && step && stillStands(view, step, stage.stage, row.notBefore ?? view.now)
  return stands ? null : 'step_over'
}

/** The line of the decision log. */
function cancelled(
  review: CaseReview,
  { episode, step, attempt, dueOn }: DossierContact,
  why: 'overtaken' | TakenBack,
): Decided {
  const contactKey = episode && step && attempt ? { episode, step, attempt } : null
  return told(review, { kind: 'cancelled', step, contactKey, reasons: [caseReason(why, dueOn ?? '')] })
}
