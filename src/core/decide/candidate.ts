import { addDays, type Day, type Instant, instantInAll } from '../base/time.ts'
import type { Stage, Step } from '../model/strategy.ts'
import type { Template } from '../model/template.ts'
import { isContact } from './file-day.ts'
import { templateFor } from '../wording/words.ts'
import { tokensOf } from '../wording/reading.ts'
import type { CaseReview } from './case/review.ts'
import { walksStages } from '../model/lifecycle.ts'
import { isForBand } from '../machine/stage-days.ts'
import { lookAfter } from './case/review.ts'
import { recordOf } from './case/notes.ts'
import { decideGround } from './ground.ts'
import { OVERDUE_AFTER } from './done.ts'
import { isForCase, isOpeningDue, noticesDue } from './ladder.ts'
import type { NewHumanTask } from '../model/decision.ts'
import type { Planning } from './planning.ts'
import { isNeeded } from './reachable.ts'
import { type Due, type StepDue, stepDue } from './step/due.ts'
import { remember, rememberOf } from './remember.ts'

/** A step whose instant has come, or comes later on this local day. */
export interface Candidate {
  review: CaseReview
  stage: Stage
  step: Step
  /** Position in the stage. */
  order: number
  /** From then on it may be asked for; its own time. */
  at: Instant
  since: Instant
  /** Refused before and not yet to be looked at again: only made where that is lawful at once. */
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
}

export type Work =
  | { is: 'contact'; candidate: Candidate }
  | { is: 'task'; review: CaseReview; task: NewHumanTask }

/** Goes through the steps of the case's stage: what is due, what is let go, and when to look again. */
export function workOf(review: CaseReview, planning: Planning): Work[] {
  const { view, to } = review
  if (review.closed || to.stage === null || !walksStages(to)) return []
  const stage = view.compiled.stageByName.get(to.stage)
  if (!stage) return []
  const own = stage.steps.map((step, order) => ({ stage, step, order }))
  const work = [...own, ...standIns(review, stage)].flatMap(({ stage, step, order }) => {
    const entry = view.memory.entries[stage.stage] ?? null
    const due = stepDue(view, step, entry, stage.stage)
    noteStanding(review, step, due)
    if (due.is !== 'due') return []
    if (!isContact(step)) return due.at > view.now ? [] : taskOf(review, step)
    const candidate = candidateOf(review, { stage, step, order, due }, planning)
    const silent = to.state === 'no_contact' && candidate.template?.purpose !== 'legal_notice'
    if (silent || (due.at > view.now && due.day !== view.today)) return []
    return [{ is: 'contact' as const, candidate }]
  })
  return review.enters ? [...skippedTasks(review, stage), ...work] : work
}

/** What the file asks of people in stages that a late case does not go through. */
function skippedTasks(review: CaseReview, entered: Stage): Work[] {
  const { compiled, memory } = review.view
  const before = compiled.stages.slice(0, compiled.stages.indexOf(entered))
  return before
    .flatMap(({ steps }) => steps)
    .filter((step) => !isContact(step) && isForCase(review.view)(step, entered))
    .filter(({ step, risk }) => memory.tasks?.[step] === undefined && isForBand(risk, review.view.band))
    .flatMap((step) => taskOf(review, step))
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
export function noteLeftBehind(review: CaseReview): void {
  const { view, from, to } = review
  if (from.state !== 'working' || from.stage === null || from.stage === to.stage || to.state !== 'working')
    return
  const entry = view.memory.entries[from.stage]
  if (entry === undefined) return
  for (const step of view.compiled.stageByName.get(from.stage)?.steps ?? []) {
    const due = stepDue(view, step, entry, from.stage)
    if (due.is !== 'due' || due.at > view.now || !isContact(step)) continue
    const contactKey = { episode: view.anchor, step: step.step, attempt: due.attempt }
    const reasons = [decideGround('stage_left', from.stage)]
    review.decisions.push(recordOf(review, { kind: 'dropped', step: step.step, contactKey, reasons }))
  }
}

function noteStanding(review: CaseReview, step: Step, due: StepDue): void {
  const { view } = review
  if (due.is === 'blocked' && !isContact(step)) return
  if (due.is === 'blocked') {
    const planned = view.rows.of(step.step).open?.notBefore ?? 0
    review.next = Math.min(review.next, lookAfter(view, step, planned))
  } else if (due.is === 'due' && Math.max(due.at, due.rest) > view.now) {
    review.next = Math.min(review.next, due.at > view.now ? due.at : due.rest)
  } else if (due.is === 'passed' && due.day <= view.today && !view.memory.dropped[step.step]) {
    remember(view, { is: 'let_go', name: step.step, dropped: { on: due.day, why: 'passed' } })
    const reasons = [decideGround('passed', due.day)]
    review.decisions.push(recordOf(review, { kind: 'dropped', step: step.step, contactKey: null, reasons }))
  }
}

/** In shadow mode it is only remembered that somebody would have been asked. */
function taskOf(review: CaseReview, step: Step): Work[] {
  const { view } = review
  if (view.compiled.strategy.mode === 'shadow') {
    rememberOf(review, { is: 'shadow', step: step.step, days: [view.today] })
    return []
  }
  remember(view, { is: 'asked', once: step.step, on: view.today })
  const due = step.within
    ? instantInAll(view.zones, addDays(view.today, step.within.days), step.at)
    : view.now
  if (isNeeded(view, step)) review.next = Math.min(review.next, due + OVERDUE_AFTER)
  const task: NewHumanTask = {
    person: view.person.id,
    account: view.account.id,
    case: view.file.id,
    kind: 'last_step',
    step: step.step,
    episode: view.anchor,
    reason: step.task ?? step.step,
    role: step.role ?? 'supervisor',
    due,
  }
  return [{ is: 'task', review, task }]
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
