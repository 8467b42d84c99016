import { type Instant, instantInAll } from '../base/time.ts'
import type { Reason, Verdict } from '../model/verdict.ts'
import { addTasks, askOnce, reviewsOf } from './ask/human.ts'
import type { Candidate } from './candidate.ts'
import { recordOf } from './case/notes.ts'
import { lookAgainAt } from './case/review.ts'
import { askWhenLong, countDenial } from './denied.ts'
import type { PersonPlan } from './plan.ts'
import { dayAfter } from './step/due.ts'

/** No contact: told when it begins and when its reasons change. A human is asked where a rule wants that, where time alone brings no lawful instant (`noInstant`), and where it has gone on too long. The step is looked at again at its own time of the next local day, or, while a human is asked, when something changes. */
export function refuse(
  plan: PersonPlan,
  candidate: Candidate,
  reasons: readonly Reason[],
  noInstant = false,
): false {
  const { review, step } = candidate
  const { denied } = review.view.memory
  const { today } = review.view
  const before = denied[step.step]
  if (before?.last !== today) {
    const told = rulesOf(reasons)
    const runs = countDenial(review, step.step, today, told)
    if (!runs || before?.told !== told) tell(candidate, reasons)
  }
  if (asksHuman(plan, candidate, reasons, noInstant)) {
    lookAgainAt(review, step, lastLift(reasons))
  } else {
    askWhenLong(plan, review, step.step)
    lookAgainAt(review, step, ownTime(candidate))
  }
  return false
}

/** A step that was refused before, looked at because something else changed: it waits on for the same, or is looked at at its own time again. */
export function waitOn(plan: PersonPlan, candidate: Candidate, verdict: Verdict | null): false {
  const { review, step } = candidate
  const again = review.view.memory.again?.[step.step] ?? null
  const own = ownTime(candidate)
  if (again !== null && again <= own) return false
  if (verdict?.answer === 'deny' && isAsked(plan, candidate, verdict.reasons, verdict.review)) return false
  lookAgainAt(review, step, own)
  return false
}

function tell({ review, step, attempt }: Candidate, reasons: readonly Reason[]): void {
  const contactKey = { episode: review.view.anchor, step: step.step, attempt }
  review.decisions.push(
    recordOf(review, { kind: 'refused', step: step.step, contactKey, reasons: [...reasons] }),
  )
}

/** Whether a human has to answer before anything can come of it. */
function asksHuman(
  plan: PersonPlan,
  { review, step }: Candidate,
  reasons: readonly Reason[],
  noInstant: boolean,
): boolean {
  const { file, now } = review.view
  const { tasks, open } = reviewsOf(plan.dossier, file, reasons, now)
  if (review.view.compiled.strategy.mode === 'live') addTasks(plan, tasks)
  if (!isEmpty(reasons, noInstant)) return open
  const reason = `${step.step}: no lawful instant in sight (${rulesOf(reasons)})`
  askOnce(plan, review, {
    kind: 'empty_window',
    reason,
    role: 'supervisor',
    once: `empty_window:${step.step}`,
    step: step.step,
  })
  return true
}

function isAsked(
  plan: PersonPlan,
  { review }: Candidate,
  reasons: readonly Reason[],
  noInstant: boolean,
): boolean {
  const { file, now } = review.view
  return reviewsOf(plan.dossier, file, reasons, now).open || isEmpty(reasons, noInstant)
}

/** No rule asks for a review: it is the hours that never come together. */
function isEmpty(reasons: readonly Reason[], noInstant: boolean): boolean {
  return noInstant && !reasons.some(({ effect }) => effect === 'review')
}

/** The next time of day of the step. */
function ownTime({ review: { view }, step }: Candidate): Instant {
  const today = instantInAll(view.zones, view.today, step.at)
  return today > view.now ? today : dayAfter(view, step, view.today)
}

/** When the last of the reasons lifts by itself; null = not all of them do. */
function lastLift(reasons: readonly Reason[]): Instant | null {
  const lifts = reasons.map(({ liftsAt }) => liftsAt ?? Infinity)
  const last = Math.max(...lifts)
  return Number.isFinite(last) ? last : null
}

function rulesOf(reasons: readonly Reason[]): string {
  return reasons.map((reason) => reason.rule).join(', ')
}
