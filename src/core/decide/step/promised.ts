import type { PlanState } from '../../agreement/plan-state.ts'
import type { AccountId } from '../../base/id.ts'
import { addDays, type Day, type Instant, lastDayOf } from '../../base/time.ts'
import { type CaseState, type Lifecycle, walksStages } from '../../model/lifecycle.ts'
import { planTraits } from '../../model/plan.ts'
import { promiseTraits } from '../../model/promise.ts'
import { settlementTraits } from '../../model/settlement.ts'
import type { DossierContact } from '../../model/dossier.ts'
import type { Stage, Step } from '../../model/strategy.ts'
import type { PromiseState } from '../../promise/state.ts'
import { nextDue } from '../../settlement/terms.ts'
import type { CaseView } from '../case/view.ts'
import { type Due, dueOn } from './due.ts'

/** What a promise, a plan or a settlement asks for beside the ladder: a reminder before money of it falls due, and a step once that did not come. */
export interface PromisedStep {
  step: Step
  stage: Stage
  day: Day
  /** The last local day on which it may be made. */
  last: Day
  /** What it was made of in a case of any of these counts; absent = in the case itself. */
  accounts?: readonly AccountId[]
}

/** The names of the steps that remind of a promise, of a rate, and of the money of a settlement. */
export const REMINDER = 'promise-reminder'
export const RATE_REMINDER = 'rate-reminder'
export const SETTLEMENT_REMINDER = 'settlement-reminder'
const REMINDERS: ReadonlySet<string | null> = new Set([REMINDER, RATE_REMINDER, SETTLEMENT_REMINDER])
/** A step that nobody could make for so long after the promise was not kept is let go. */
const STALE_DAYS = 7

/** Those whose day has come in that state of the case, or comes later, and that nothing was made of yet. */
export function promisedSteps(view: CaseView, to: CaseState): (PromisedStep & { due: Due })[] {
  return allPromised(view, to)
    .filter((one) => !isMade(view, one) && view.today <= one.last)
    .map((one) => ({ ...one, due: dueOn(view, one.step, one.day, view.rows.of(one.step.step)) }))
}

/** Whether a contact that waits is one of a promise, and still stands; null = it is none. */
export function promisedStands(view: CaseView, to: CaseState, row: DossierContact): boolean | null {
  const isOf = ({ step, day }: PromisedStep) => step.step === row.step && day === row.dueOn
  if (!REMINDERS.has(row.step) && !anyState(view).some(isOf)) return null
  const found = allPromised(view, to).find(isOf)
  return found !== undefined && lastDayOf(view.zones, row.notBefore ?? view.now) <= found.last
}

/** Whether it may still be made at that instant, as far as the promise or plan goes. */
export function mayWaitUntil(view: CaseView, { last }: PromisedStep, at: Instant): boolean {
  return lastDayOf(view.zones, at) <= last
}

/** The steps that come in any state in which one may. */
function anyState(view: CaseView): PromisedStep[] {
  return [
    ...allPromised(view, { state: 'working', stage: null }),
    ...ofPlans(view, 'on_plan'),
    ...ofSettlements(view, { state: 'promised', stage: null }),
  ]
}

const SILENT: ReadonlySet<Lifecycle> = new Set<Lifecycle>(['promised', 'on_plan'])

function allPromised(view: CaseView, to: CaseState): PromisedStep[] {
  const promised = view.promises.flatMap((state) => {
    const { silent, failed } = promiseTraits(state.status)
    if (silent && SILENT.has(to.state)) return reminderOf(view, state)
    if (!failed || to.state !== 'working' || !walksStages(to)) return []
    return namedStep(view, state.terms.type.onBroken, addDays(state.lastDay, 1))
  })
  const planned = view.plans.length === 0 ? promised : [...promised, ...ofPlans(view, to.state)]
  return view.settlements.length === 0 ? planned : [...planned, ...ofSettlements(view, to)]
}

/** Nobody is reminded on the day of the promise itself. */
function reminderOf(view: CaseView, state: PromiseState): PromisedStep[] {
  const { remind } = state.terms.type
  const { by } = state.promise
  return remind ? reminder(view, { ...remind, step: REMINDER, by, madeOn: state.madeOn }) : []
}

interface Reminding extends Pick<Step, 'channel' | 'template' | 'at' | 'step'> {
  days: number
  by: Day
  madeOn: Day
}

function reminder(view: CaseView, { days, by, madeOn, ...step }: Reminding): PromisedStep[] {
  const [first] = view.compiled.stages
  const stage = view.compiled.stageByName.get(view.case.stage ?? '') ?? first
  const day = addDays(by, -days)
  return stage && day > madeOn ? [{ step, stage, day, last: by }] : []
}

/** A plan over several accounts speaks once: in the case of the first of them that has one open. */
export function speaksFor({ inCase, account }: CaseView, { plan }: PlanState): boolean {
  return plan.accounts.find((one) => inCase.has(one)) === account.id
}

/** What plans ask for in that state: while one stands a reminder of its next rate, and a step for each rate that is missed; once it is broken another one. */
function ofPlans(view: CaseView, state: Lifecycle): PromisedStep[] {
  const own = view.plans.filter((one) => speaksFor(view, one))
  return own.flatMap((one) =>
    stepsOfPlan(view, one, state).map((step) => ({ ...step, accounts: one.plan.accounts })),
  )
}

function stepsOfPlan(view: CaseView, plan: PlanState, state: Lifecycle): PromisedStep[] {
  const { status, terms, rates, brokenOn, madeOn } = plan
  const { stands, failed } = planTraits(status)
  const { remind, onMissed, onBroken } = terms.type
  if (failed && state === 'working') return namedStep(view, onBroken, brokenOn)
  if (!stands || !(SILENT.has(state) || state === 'working')) return []
  const next = remind && rates.find(({ keptOn, on }) => keptOn === null && on >= view.today)
  const missed = rates.filter((rate) => rate.missed)
  return [
    ...(next ? reminder(view, { ...remind, step: RATE_REMINDER, by: next.on, madeOn }) : []),
    ...missed.flatMap(({ lastDay }) => namedStep(view, onMissed, addDays(lastDay, 1))),
  ]
}

/** What settlements ask for: while one is in force a reminder of the money that falls due next, and once it lapsed a step. */
function ofSettlements(view: CaseView, to: CaseState): PromisedStep[] {
  const { remind, onLapsed } = view.compiled.strategy.settlements ?? {}
  return view.settlements.flatMap((state) => {
    const { status, inForceAt, silentTo, terms, paid } = state
    const { silent, lapsed } = settlementTraits(status)
    if (silent && remind && inForceAt !== null && SILENT.has(to.state)) {
      const next = nextDue(terms.schedule, { paid, today: view.today })
      const madeOn = lastDayOf(view.zones, inForceAt)
      return next === null
        ? []
        : reminder(view, { ...remind, step: SETTLEMENT_REMINDER, by: next.on, madeOn })
    }
    if (!lapsed || silentTo === null || to.state !== 'working' || !walksStages(to)) return []
    return namedStep(view, onLapsed, addDays(silentTo, 1))
  })
}

function namedStep(view: CaseView, name: string | undefined, day: Day | null): PromisedStep[] {
  const stage = view.compiled.stages.find(({ steps }) => steps.some(({ step }) => step === name))
  const step = stage?.steps.find((one) => one.step === name)
  return stage && step && day !== null ? [{ step, stage, day, last: addDays(day, STALE_DAYS) }] : []
}

/** Once per promise or rate, whatever became of it; two of one day share theirs. */
function isMade(view: CaseView, { step, day, accounts = [] }: PromisedStep): boolean {
  const { step: name } = step
  const { memory, contacts, case: theCase } = view
  const dropped = memory.dropped[name]?.on === day
  const shadow = memory.shadow?.[name]?.some((on) => on >= day) ?? false
  const asked = memory.tasks?.[askedFor(name, day)] !== undefined
  if (dropped || shadow || asked) return true
  const isOf = (row: DossierContact) =>
    row.case === theCase.id || (row.case !== null && row.accounts.some((one) => accounts.includes(one)))
  return contacts.some((row) => row.step === name && row.dueOn === day && isOf(row))
}

/** How it is remembered that a person was asked for the step. */
export function askedFor(step: string, day: Day): string {
  return `promise:${step}:${day}`
}
