import { addDays, type Day, daysBetween, type Instant, lastDayOf } from '../base/time.ts'
import type { Reason } from '../compliance/verdict.ts'
import { type Answer, hasPoint } from './ask-point.ts'
import type { Candidate } from './candidate.ts'
import { recordOf } from './case-notes.ts'
import { lookAfter } from './case-review.ts'
import type { ContactFile } from './dossier.ts'
import { DECIDE_GROUNDS, decideGround } from './ground.ts'
import type { NewContact, NewHumanTask } from './output.ts'
import type { PersonPlan } from './plan.ts'
import { passesAt } from './quiet.ts'
import { stillInStage } from './stage.ts'

const DENIED_TOO_LONG = 7

/** Asks for one step: a row at its instant or at the earliest lawful one, or the refusal with all its reasons. Whether there is a row. */
export function planContact(
  plan: PersonPlan,
  candidate: Candidate,
  replaced: readonly ContactFile[],
): boolean {
  if (candidate.textMissing) return refuse(plan, candidate, [decideGround('no_template')], false)
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
      return refuse(plan, candidate, [...verdict.reasons, ends], false)
    }
    case 'deny':
      return refuse(plan, candidate, verdict.reasons, verdict.review)
  }
}

/** Whoever has no number or address left of the kind is looked for, once an episode. */
function refuseUnreachable(plan: PersonPlan, candidate: Candidate): boolean {
  const { channel } = candidate.step
  if (!hasPoint(plan.dossier, channel)) {
    const reason = `${channel}: ${DECIDE_GROUNDS.no_valid_point}`
    openTask(plan, candidate, { kind: 'unresolved', reason, role: 'skip_trace', once: 'unresolved:point' })
  }
  return refuse(plan, candidate, [decideGround('no_valid_point')], false)
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
  delete view.memory.denied[step.step]
  review.decisions.push(recordOf(review, { kind: 'planned', step: step.step, contactKey, reasons }))
  review.next = Math.min(review.next, lookAfter(view, step, at))
  if (view.compiled.strategy.mode === 'shadow') {
    const days = view.memory.shadow?.[step.step] ?? []
    view.memory.shadow = { ...view.memory.shadow, [step.step]: [...days, lastDayOf(view.zones, at)] }
    return false
  }
  plan.planned.push(contactOf(candidate, accepted, reasons))
  plan.asking.count(candidate, point, at, accepted.replaced)
  return true
}

function contactOf(candidate: Candidate, { point, at, until }: Accepted, reasons: Reason[]): NewContact {
  const { review, step, stage, template } = candidate
  const { view } = review
  if (step.channel === 'human') throw new Error(`step ${step.step} is for a human and contacts nobody`)
  return {
    person: view.person.id,
    case: view.file.id,
    account: view.account.id,
    point: point.id,
    channel: step.channel,
    purpose: template?.purpose ?? 'collect',
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

/** Told when it begins and when its reasons change; a mandatory or required step that is refused for seven local days running is given to a human. */
function refuse(plan: PersonPlan, candidate: Candidate, reasons: Reason[], ask: boolean): boolean {
  const { review, step, attempt } = candidate
  const { memory, today, anchor, compiled } = review.view
  const before = memory.denied[step.step]
  const told = rulesOf(reasons)
  if (before?.last !== today) {
    const runs = runsOn(before, today)
    memory.denied[step.step] = { from: runs ? before.from : today, last: today, told }
    review.remembered = true
    if (!runs || before.told !== told) {
      const contactKey = { episode: anchor, step: step.step, attempt }
      review.decisions.push(recordOf(review, { kind: 'refused', step: step.step, contactKey, reasons }))
    }
  }
  const give = (kind: NewHumanTask['kind']) =>
    openTask(plan, candidate, {
      kind,
      reason: `${step.step}: ${told}`,
      role: 'supervisor',
      once: `${kind}:${step.step}`,
    })
  if (ask) give(askFor(reasons))
  const run = memory.denied[step.step]
  const long = run !== undefined && daysBetween(run.from, run.last) >= DENIED_TOO_LONG - 1
  if (long && candidate.mandatory) give('mandatory_denied')
  else if (long && compiled.required.has(step.step)) give('requires_denied')
  return false
}

function runsOn(before: { last: Day } | undefined, today: Day): before is { from: Day; last: Day } {
  return before !== undefined && addDays(before.last, 1) === today
}

/** A rule that asks a human, or hours that never come together. */
function askFor(reasons: readonly Reason[]): NewHumanTask['kind'] {
  return reasons.some(({ effect }) => effect === 'review') ? 'review' : 'empty_window'
}

function rulesOf(reasons: readonly Reason[]): string {
  return reasons.map((reason) => reason.rule).join(', ')
}

interface Asked extends Pick<NewHumanTask, 'kind' | 'reason' | 'role'> {
  /** What is asked once per episode. */
  once: string
}

function openTask(plan: PersonPlan, { review }: Candidate, { once, ...asked }: Asked): void {
  const { view } = review
  if (view.memory.tasks?.[once] !== undefined) return
  view.memory.tasks = { ...view.memory.tasks, [once]: view.today }
  review.remembered = true
  plan.tasks.push({
    person: view.person.id,
    account: view.account.id,
    case: view.file.id,
    ...asked,
    due: view.now,
  })
}
