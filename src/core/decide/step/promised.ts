import { addDays, type Day, type Instant, lastDayOf } from '../../base/time.ts'
import { type CaseState, type Lifecycle, walksStages } from '../../model/lifecycle.ts'
import { promiseTraits } from '../../model/promise.ts'
import type { DossierContact } from '../../model/dossier.ts'
import type { Stage, Step } from '../../model/strategy.ts'
import type { PromiseState } from '../../promise/state.ts'
import type { CaseView } from '../case/view.ts'
import { type Due, dueOn } from './due.ts'

/** What a promise asks for beside the ladder: a reminder before it falls due, and a step once it is not kept. */
export interface PromisedStep {
  state: PromiseState
  step: Step
  stage: Stage
  day: Day
}

/** The name of the step that reminds of a promise. */
export const REMINDER = 'promise-reminder'
/** A step that nobody could make for so long after the promise was not kept is let go. */
const STALE_DAYS = 7

/** Those whose day has come in that state of the case, or comes later, and that nothing was made of yet. */
export function promisedSteps(view: CaseView, to: CaseState): (PromisedStep & { due: Due })[] {
  return allPromised(view, to)
    .filter((one) => !isMade(view, one) && view.today <= lastOf(one))
    .map((one) => ({ ...one, due: dueOn(view, one.step, one.day, view.rows.of(one.step.step)) }))
}

/** Whether a contact that waits is one of a promise, and still stands; null = it is none. */
export function promisedStands(view: CaseView, to: CaseState, row: DossierContact): boolean | null {
  const isOf = ({ step, day }: PromisedStep) => step.step === row.step && day === row.dueOn
  if (row.step !== REMINDER && !allPromised(view, { state: 'working', stage: null }).some(isOf)) return null
  const found = allPromised(view, to).find(isOf)
  return found !== undefined && lastDayOf(view.zones, row.notBefore ?? view.now) <= lastOf(found)
}

/** Whether it may still be made at that instant, as far as the promise goes. */
export function mayWaitUntil(view: CaseView, one: PromisedStep, at: Instant): boolean {
  return lastDayOf(view.zones, at) <= lastOf(one)
}

const SILENT: ReadonlySet<Lifecycle> = new Set<Lifecycle>(['promised', 'on_plan'])

function allPromised(view: CaseView, to: CaseState): PromisedStep[] {
  return view.promises.flatMap((state) => {
    const { silent, failed } = promiseTraits(state.status)
    if (silent && SILENT.has(to.state)) return reminderOf(view, state)
    return failed && to.state === 'working' && walksStages(to) ? afterFailure(view, state) : []
  })
}

/** Nobody is reminded on the day of the promise itself. */
function reminderOf(view: CaseView, state: PromiseState): PromisedStep[] {
  const { remind } = state.terms.type
  const [stage] = view.compiled.stages
  if (!remind || !stage) return []
  const { days, at, channel, template } = remind
  const day = addDays(state.promise.by, -days)
  const own = view.compiled.stageByName.get(view.case.stage ?? '') ?? stage
  if (day <= state.madeOn) return []
  return [{ state, step: { step: REMINDER, channel, template, at }, stage: own, day }]
}

function afterFailure(view: CaseView, state: PromiseState): PromisedStep[] {
  const { onBroken } = state.terms.type
  const stage = view.compiled.stages.find(({ steps }) => steps.some(({ step }) => step === onBroken))
  const step = stage?.steps.find((one) => one.step === onBroken)
  return stage && step ? [{ state, step, stage, day: addDays(state.lastDay, 1) }] : []
}

function lastOf({ state, step, day }: PromisedStep): Day {
  return step.step === REMINDER ? state.promise.by : addDays(day, STALE_DAYS)
}

/** Once per promise, whatever became of it; two of one day share theirs. */
function isMade(view: CaseView, { step, day }: PromisedStep): boolean {
  const { step: name } = step
  const { memory, contacts, case: theCase } = view
  const dropped = memory.dropped[name]?.on === day
  const shadow = memory.shadow?.[name]?.some((on) => on >= day) ?? false
  const asked = memory.tasks?.[askedFor(name, day)] !== undefined
  if (dropped || shadow || asked) return true
  return contacts.some((row) => row.case === theCase.id && row.step === name && row.dueOn === day)
}

/** How it is remembered that a person was asked for the step. */
export function askedFor(step: string, day: Day): string {
  return `promise:${step}:${day}`
}
