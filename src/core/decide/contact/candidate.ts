import { addDays, type Day, type Instant, instantInAll } from '../../base/time.ts'
import type { Stage, Step } from '../../model/strategy.ts'
import type { Template } from '../../model/template.ts'
import { isContact } from '../ladder/file-day.ts'
import { templateFor } from '../../wording/words.ts'
import { tokensOf } from '../../wording/reading.ts'
import { walksStages } from '../../model/lifecycle.ts'
import { isForBand } from '../../machine/stage-days.ts'
import { isShadow } from '../ask/human.ts'
import { reviewAfter } from '../case/next-review.ts'
import { type CaseReview, nextReview, remembered, told } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { caseReason } from '../case-reason.ts'
import { OVERDUE_AFTER } from '../step/done.ts'
import { isForCase, isOpeningDue, noticesDue } from '../ladder/ladder.ts'
import type { NewHumanTask } from '../../model/decision.ts'
import type { Planning } from '../planning.ts'
import { isNeeded } from '../step/reachable.ts'
import { type Due, type StepDue, stepDue } from '../step/due.ts'
import { askedFor, type PromisedStep, promisedSteps } from '../step/promised.ts'

/** A step whose instant has come, or comes later on this local day. */
export interface Candidate {
  review: CaseReview
  stage: Stage
  step: Step
  /** Position in the stage. */
  order: number
  /** The instant from which it may be asked for, and its own time. */
  at: Instant
  since: Instant
  /** It was refused before and is not yet to be looked at again: it is only made where that is lawful at once. */
  early: boolean
  day: Day
  attempt: number
  mandatory: boolean
  /** It is the opening notice, which is mandatory. */
  opening: boolean
  /** Null where the step names none. */
  template: Template | null
  /** What its text carries and suggests; null where there is none. */
  tokens: string[] | null
  /** The step names a text that nobody wrote in a language of the person. */
  textMissing: boolean
  /** The promise that asks for it; absent = the ladder does. */
  promised?: PromisedStep
}

/** What the steps of a case ask for. */
interface Work {
  candidates: Candidate[]
  decided: Decided[]
}

/** The work on the steps of the case's stage: what is due, what is let go, and when to look again. */
export function workOf(review: CaseReview, planning: Planning): Work {
  const { view, to } = review
  const work: Work = { candidates: [], decided: [] }
  const promised = review.closed
    ? []
    : promisedSteps(view, to).map((one) => promisedWork(review, one, planning))
  work.decided.push(...promised.flatMap(({ decided }) => decided))
  work.candidates.push(...promised.flatMap(({ candidates }) => candidates))
  const stage = to.stage === null ? undefined : view.compiled.stageByName.get(to.stage)
  if (review.closed || !stage || !walksStages(to)) return work
  if (review.enters) work.decided.push(...skippedTasks(view, stage))
  const own = stage.steps.map((step, order) => ({ stage, step, order }))
  for (const placed of [...own, ...standIns(review, stage)]) {
    const { step } = placed
    const entry = view.memory.entries[placed.stage.stage] ?? null
    const due = stepDue(view, step, entry, placed.stage.stage)
    work.decided.push(...standing(review, step, due))
    if (due.is !== 'due') continue
    if (!isContact(step)) {
      if (due.at <= view.now) work.decided.push(...taskOf(view, step))
      continue
    }
    const candidate = candidateOf(review, { ...placed, due }, planning)
    const silent = to.state === 'no_contact' && candidate.template?.purpose !== 'legal_notice'
    if (!silent && (due.at <= view.now || due.day === view.today)) work.candidates.push(candidate)
  }
  return work
}

/** The step that a promise asks for. */
function promisedWork(
  review: CaseReview,
  { due, ...promised }: PromisedStep & { due: Due },
  planning: Planning,
): Work {
  const { view } = review
  const { step, stage } = promised
  const at = Math.max(due.at, due.rest)
  const again = at > view.now ? [nextReview(view, due.at > view.now ? due.at : due.rest)] : []
  if (!isContact(step)) {
    const once = askedFor(step.step, promised.day)
    const asked = [...taskOf(view, step), remembered(view, { is: 'asked', once, on: view.today })]
    return { candidates: [], decided: due.at > view.now ? again : asked }
  }
  const placed = { stage, step, order: stage.steps.indexOf(step), due }
  const isToday = due.at <= view.now || due.day === view.today
  const candidate = { ...candidateOf(review, placed, planning), promised }
  return { candidates: isToday ? [candidate] : [], decided: again }
}

/** What the file asks of people in stages that a late case does not go through. */
function skippedTasks(view: CaseView, entered: Stage): Decided[] {
  const { compiled, memory } = view
  const before = compiled.stages.slice(0, compiled.stages.indexOf(entered))
  return before
    .flatMap(({ steps }) => steps)
    .filter((step) => !isContact(step) && isForCase(view)(step, entered))
    .filter(({ step, risk }) => memory.tasks?.[step] === undefined && isForBand(risk, view.band))
    .flatMap((step) => taskOf(view, step))
}

/** Steps of other stages that open the episode. */
function standIns({ view }: CaseReview, own: Stage): { stage: Stage; step: Step; order: number }[] {
  return noticesDue(view)
    .filter(({ stage }) => stage.stage !== own.stage)
    .map(({ stage, step }) => ({ stage, step, order: stage.steps.indexOf(step) }))
}

/** Opening notices, mandatory steps, then the longest past due, the account, the step. */
export function byTurn(a: Candidate, b: Candidate): number {
  const [left, right] = [a.review.view, b.review.view]
  if (a.opening !== b.opening) return a.opening ? -1 : 1
  if (a.mandatory !== b.mandatory) return a.mandatory ? -1 : 1
  if (left.dpd !== right.dpd) return right.dpd - left.dpd
  const [x, y] = [left.account.externalId, right.account.externalId]
  return x < y ? -1 : x > y ? 1 : a.order - b.order
}

/** Steps of the stage that was left whose instant had come and that nothing was made of. */
export function leftBehind(review: CaseReview): Decided[] {
  const { view, from, to } = review
  if (from.state !== 'working' || from.stage === null || from.stage === to.stage || to.state !== 'working')
    return []
  const { stage } = from
  const entry = view.memory.entries[stage]
  if (entry === undefined) return []
  return (view.compiled.stageByName.get(stage)?.steps ?? []).flatMap((step) => {
    const due = stepDue(view, step, entry, stage)
    if (due.is !== 'due' || due.at > view.now || !isContact(step)) return []
    const contactKey = { episode: view.anchor, step: step.step, attempt: due.attempt }
    const reasons = [caseReason('stage_left', stage)]
    return [told(review, { kind: 'dropped', step: step.step, contactKey, reasons })]
  })
}

/** What the standing of a step means for the case, whether or not anything is asked for it. */
function standing(review: CaseReview, step: Step, due: StepDue): Decided[] {
  const { view } = review
  if (due.is === 'blocked' && isContact(step)) {
    const planned = view.rows.of(step.step).open?.notBefore ?? 0
    return [nextReview(view, reviewAfter(view, step, planned))]
  }
  if (due.is === 'due' && Math.max(due.at, due.rest) > view.now)
    return [nextReview(view, due.at > view.now ? due.at : due.rest)]
  if (due.is !== 'passed' || due.day > view.today || view.memory.dropped[step.step]) return []
  const reasons = [caseReason('passed', due.day)]
  return [
    remembered(view, { is: 'let_go', name: step.step, dropped: { on: due.day, why: 'passed' } }),
    told(review, { kind: 'dropped', step: step.step, contactKey: null, reasons }),
  ]
}

/** In shadow mode, it is only remembered that somebody would have been asked. */
function taskOf(view: CaseView, step: Step): Decided[] {
  if (isShadow(view)) return [remembered(view, { is: 'shadow', step: step.step, days: [view.today] })]
  const due = step.within
    ? instantInAll(view.zones, addDays(view.today, step.within.days), step.at)
    : view.now
  const task: NewHumanTask = {
    person: view.person.id,
    account: view.account.id,
    case: view.case.id,
    kind: 'last_step',
    step: step.step,
    episode: view.anchor,
    reason: step.task ?? step.step,
    role: step.role ?? 'supervisor',
    due,
  }
  return [
    remembered(view, { is: 'given', step: step.step, on: view.today }),
    ...(isNeeded(view, step) ? [nextReview(view, due + OVERDUE_AFTER)] : []),
    { is: 'asked', task },
  ]
}

interface DueStep {
  stage: Stage
  step: Step
  order: number
  due: Due
}

function candidateOf(
  review: CaseReview,
  { stage, step, order, due }: DueStep,
  planning: Planning,
): Candidate {
  const opening = isOpeningDue(review.view, step.step)
  const template = templateOf(step, review.view.person.locale, planning)
  return {
    review,
    stage,
    step,
    order,
    at: due.at,
    since: due.since,
    early: due.rest > review.view.now,
    day: due.day,
    attempt: due.attempt,
    mandatory: opening || (step.mandatory ?? false),
    opening,
    template,
    tokens: template && tokensOf(template, planning.wording),
    textMissing: template === null && (step.template ?? step.script) !== undefined,
  }
}

function templateOf(step: Step, locale: string, { templates }: Planning): Template | null {
  const template = step.template ?? step.script ?? null
  if (template === null || !isContact(step)) return null
  return templateFor(templates, { template, channel: step.channel }, locale) ?? null
}
