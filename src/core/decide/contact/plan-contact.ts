import { daysBetween, type Instant, lastDayOf } from '../../base/time.ts'
import { isMessage, type MessageChannel, messageKind } from '../../channel/channel.ts'
import type { Reason } from '../../model/verdict.ts'
import { askOnce, isShadow } from '../ask/human.ts'
import type { Answer } from './ask-point.ts'
import type { Candidate } from './candidate.ts'
import { reviewAfter } from '../case/next-review.ts'
import { nextReview, remembered, told } from '../case/review.ts'
import type { Decided } from '../decided.ts'
import type { DossierContact, Dossier, DossierPoint } from '../../model/dossier.ts'
import { isContact } from '../ladder/file-day.ts'
import { DECIDE_GROUNDS, caseReason } from '../case-reason.ts'
import type { NewContact } from '../../model/decision.ts'
import type { PersonPlan } from '../person-plan.ts'
import { passesAt } from '../pause/quiet.ts'
import { validPoints } from '../step/points.ts'
import { mayWaitUntil } from '../step/promised.ts'
import { hasPoint, isNeeded } from '../step/reachable.ts'
import { refuse, waitOn } from './refuse.ts'
import { stillInStage } from '../case/stage.ts'

/** What was asked for one step: `got` = there is a row, or would be if the strategy were live. */
interface Asked {
  got: boolean
  decided: Decided[]
}

/** The answer for one step: a row at its instant or at the earliest lawful one, or the refusal with all its reasons. */
export function planContact(
  plan: PersonPlan,
  candidate: Candidate,
  replaced: readonly DossierContact[],
): Asked {
  const { asking, dossier } = plan
  if (candidate.early) return planEarly(plan, candidate, replaced)
  if (candidate.textMissing) return none(refuse(dossier, candidate, { reasons: [caseReason('no_template')] }))
  const answer = asking.best(candidate, plan, replaced)
  if (answer === null) return none(refuseUnreachable(dossier, candidate))
  const { verdict } = answer
  const { now } = candidate.review.view
  switch (verdict.answer) {
    case 'permit':
      return accept(plan, candidate, { ...answer, at: now, until: verdict.until, replaced })
    case 'defer': {
      if (holdsThen(candidate, verdict.to)) {
        return accept(plan, candidate, { ...answer, at: verdict.to, until: verdict.until, replaced })
      }
      const ends = caseReason('stage_ends_first', candidate.stage.stage, verdict.to)
      return none(refuse(dossier, candidate, { reasons: [...verdict.reasons, ends] }))
    }
    case 'deny': {
      const { reasons, review: noInstant } = verdict
      return none(refuse(dossier, candidate, { reasons, noInstant }))
    }
  }
}

/** The answer for a step that was not to be looked at again yet. On the day of the refusal, only something that was learnt can make it lawful: it is made now, and so is what a human was asked about. On a later day, the hour of the look would decide: the step waits for its own time. */
function planEarly(plan: PersonPlan, candidate: Candidate, replaced: readonly DossierContact[]): Asked {
  const { memory, today, now } = candidate.review.view
  const { step } = candidate.step
  const learnt = memory.denied[step]?.last === today || (memory.again?.[step] ?? null) === null
  const answer = candidate.textMissing ? null : plan.asking.best(candidate, plan, replaced)
  if (answer?.verdict.answer !== 'permit' || !learnt)
    return none(waitOn(plan.dossier, candidate, answer?.verdict ?? null))
  return accept(plan, candidate, { ...answer, at: now, until: answer.verdict.until, replaced })
}

function none(decided: Decided[]): Asked {
  return { got: false, decided }
}

/** Whoever has no number or address left of the kind is looked for, once an episode; not for an address that nobody ever told, where nothing waits for the message and others arrive. */
function refuseUnreachable(dossier: Dossier, candidate: Candidate): Decided[] {
  const { channel, step } = candidate.step
  const refused = refuse(dossier, candidate, { reasons: [caseReason('no_valid_point')] })
  if (hasPoint(dossier, channel) || isWrittenToElsewhere(dossier, candidate)) return refused
  const reason = `${channel}: ${DECIDE_GROUNDS.no_valid_point}`
  const once = 'unresolved:point'
  const { view } = candidate.review
  return [...askOnce(view, { kind: 'unresolved', reason, role: 'skip_trace', once, step }), ...refused]
}

/** The debtor never told such an address, nothing waits for the message, and the strategy has others that arrive. */
function isWrittenToElsewhere(dossier: Dossier, { review, step }: Candidate): boolean {
  const { view } = review
  if (!isMessage(step.channel) || isNeeded(view, step)) return false
  const kinds = messageKind(step.channel).points
  if (dossier.points.some(({ kind }) => kinds.includes(kind))) return false
  const steps = view.compiled.strategy.stages.flatMap((stage) => stage.steps)
  return steps.some(({ channel }) => isMessage(channel) && mayArrive(dossier, channel, view.now))
}

/** The debtor has a number or an address for the channel at which he did not opt out. */
function mayArrive({ points, holds }: Dossier, channel: MessageChannel, now: Instant): boolean {
  const stops = holds.filter(
    (hold) => hold.kind === 'optout' && hold.from <= now && (hold.lifted === null || now < hold.lifted),
  )
  const isStopped = (point: DossierPoint): boolean =>
    stops.some(
      (stop) =>
        (stop.channel === null || stop.channel === channel) &&
        (stop.point === null || stop.point === point.id) &&
        (stop.number === null || stop.number === point.number),
    )
  return validPoints(points, channel).some((point) => !isStopped(point))
}

function holdsThen({ review, stage, promised }: Candidate, at: Instant): boolean {
  const { view } = review
  if (promised) return mayWaitUntil(view, promised, at)
  return stillInStage(view, stage.stage, at) && !passesAt(view.quiet, at)
}

interface Accepted extends Answer {
  at: Instant
  until: Instant
  replaced: readonly DossierContact[]
}

function accept({ asking }: PersonPlan, candidate: Candidate, accepted: Accepted): Asked {
  const { review, step, attempt } = candidate
  const { view } = review
  const { verdict, at, point, replaced } = accepted
  const reasons = [...(verdict.answer === 'permit' ? [] : verdict.reasons), ...verdict.warnings]
  const contactKey = { episode: view.anchor, step: step.step, attempt }
  const decided = [
    remembered(view, { is: 'again_forgotten', step: step.step }),
    told(review, { kind: 'planned', step: step.step, contactKey, reasons }),
    nextReview(view, reviewAfter(view, step, at)),
  ]
  if (isShadow(view)) {
    const days = [...(view.memory.shadow?.[step.step] ?? []), lastDayOf(view.zones, at)]
    decided.push(remembered(view, { is: 'shadow', step: step.step, days }))
  } else {
    const contact = contactOf(candidate, accepted, reasons)
    const counts = asking.planned(candidate, point, at)
    decided.push({ is: 'planned', contact, counts, instead: replaced })
  }
  return { got: true, decided }
}

function contactOf(candidate: Candidate, { point, at, until }: Accepted, reasons: Reason[]): NewContact {
  const { review, step, stage, template } = candidate
  const { view } = review
  if (!isContact(step)) throw new Error(`step ${step.step} is for a human and contacts nobody`)
  return {
    person: view.person.id,
    case: view.case.id,
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
    epoch: view.case.epoch,
    template: step.template ?? step.script ?? null,
    durationMinutes: step.duration?.minutes ?? 0,
    dpd: daysBetween(view.anchor, lastDayOf(view.zones, at)),
    notBefore: at,
    expiresAt: until,
    reasons,
  }
}
