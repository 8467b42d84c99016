import { daysBetween, type Instant, lastDayOf } from '../base/time.ts'
import type { Reason } from '../model/verdict.ts'
import { askOnce } from './ask/human.ts'
import type { Answer } from './ask-point.ts'
import type { Candidate } from './candidate.ts'
import { recordOf } from './case/notes.ts'
import { lookAfter } from './case/review.ts'
import type { ContactFile } from '../model/dossier.ts'
import { isContact } from './file-day.ts'
import { DECIDE_GROUNDS, decideGround } from './ground.ts'
import type { NewContact } from '../model/decision.ts'
import type { PersonPlan } from './plan.ts'
import { passesAt } from './quiet.ts'
import { hasPoint } from './reachable.ts'
import { refuse, waitOn } from './refuse.ts'
import { stillInStage } from './stage.ts'
import { remember } from './remember.ts'

/** Asks for one step: a row at its instant or at the earliest lawful one, or the refusal with all its reasons. Whether there is a row, or would be if the strategy were live. */
export function planContact(
  plan: PersonPlan,
  candidate: Candidate,
  replaced: readonly ContactFile[],
): boolean {
  if (candidate.early) return planEarly(plan, candidate, replaced)
  if (candidate.textMissing) return refuse(plan, candidate, [decideGround('no_template')])
  const answer = plan.asking.best(candidate, replaced)
  if (answer === null) return refuseUnreachable(plan, candidate)
  const { verdict } = answer
  const { view } = candidate.review
  switch (verdict.answer) {
    case 'permit':
      return accept(plan, candidate, { ...answer, at: view.now, until: verdict.until, replaced })
    case 'defer': {
      if (holdsThen(candidate, verdict.to)) {
        return accept(plan, candidate, { ...answer, at: verdict.to, until: verdict.until, replaced })
      }
      const ends = decideGround('stage_ends_first', candidate.stage.stage, verdict.to)
      return refuse(plan, candidate, [...verdict.reasons, ends])
    }
    case 'deny':
      return refuse(plan, candidate, verdict.reasons, verdict.review)
  }
}

/** Before the step was to be looked at again. On the day of the refusal only something that was learnt can make it lawful: it is made now, and so is what a human was asked about. On a later day it would be the hour of the look that decides: it waits for its own time. */
function planEarly(plan: PersonPlan, candidate: Candidate, replaced: readonly ContactFile[]): boolean {
  const { memory, today } = candidate.review.view
  const { step } = candidate.step
  const learnt = memory.denied[step]?.last === today || (memory.again?.[step] ?? null) === null
  const answer = candidate.textMissing ? null : plan.asking.best(candidate, replaced)
  if (answer?.verdict.answer !== 'permit' || !learnt) return waitOn(plan, candidate, answer?.verdict ?? null)
  const { until } = answer.verdict
  return accept(plan, candidate, { ...answer, at: candidate.review.view.now, until, replaced })
}

/** Whoever has no number or address left of the kind is looked for, once an episode. */
function refuseUnreachable(plan: PersonPlan, candidate: Candidate): boolean {
  const { channel } = candidate.step
  if (!hasPoint(plan.dossier, channel)) {
    const reason = `${channel}: ${DECIDE_GROUNDS.no_valid_point}`
    const role = 'skip_trace'
    const { step } = candidate.step
    askOnce(plan, candidate.review, { kind: 'unresolved', reason, role, once: 'unresolved:point', step })
  }
  return refuse(plan, candidate, [decideGround('no_valid_point')])
}

function holdsThen({ review, stage }: Candidate, at: Instant): boolean {
  const { view } = review
  return stillInStage(view, stage.stage, at) && !passesAt(view.quiet, at)
}

interface Accepted extends Answer {
  at: Instant
  until: Instant
  replaced: readonly ContactFile[]
}

function accept(plan: PersonPlan, candidate: Candidate, accepted: Accepted): boolean {
  const { review, step, attempt } = candidate
  const { view } = review
  const { verdict, at, point } = accepted
  const reasons = [...(verdict.answer === 'permit' ? [] : verdict.reasons), ...verdict.warnings]
  const contactKey = { episode: view.anchor, step: step.step, attempt }
  remember(view, { is: 'again_forgotten', step: step.step })
  review.decisions.push(recordOf(review, { kind: 'planned', step: step.step, contactKey, reasons }))
  review.next = Math.min(review.next, lookAfter(view, step, at))
  if (view.compiled.strategy.mode === 'shadow') {
    const days = view.memory.shadow?.[step.step] ?? []
    remember(view, { is: 'shadow', step: step.step, days: [...days, lastDayOf(view.zones, at)] })
    return true
  }
  plan.planned.push(contactOf(candidate, accepted, reasons))
  plan.asking.count(candidate, point, at, accepted.replaced)
  return true
}

function contactOf(candidate: Candidate, { point, at, until }: Accepted, reasons: Reason[]): NewContact {
  const { review, step, stage, template } = candidate
  const { view } = review
  if (!isContact(step)) throw new Error(`step ${step.step} is for a human and contacts nobody`)
  return {
    person: view.person.id,
    case: view.file.id,
    account: view.account.id,
    point: point.id,
    channel: step.channel,
    purpose: template?.purpose ?? 'collect',
    automation: template?.automation ?? 'human',
    stage: stage.stage,
    step: step.step,
    episode: view.anchor,
    attempt: candidate.attempt,
    mandatory: candidate.mandatory,
    dueOn: candidate.day,
    epoch: view.file.epoch,
    template: step.template ?? step.script ?? null,
    durationMinutes: step.duration?.minutes ?? 0,
    dpd: daysBetween(view.anchor, lastDayOf(view.zones, at)),
    notBefore: at,
    expiresAt: until,
    reasons,
  }
}
