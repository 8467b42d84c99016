import { type AnyMachineSnapshot, type AnyStateMachine, transition } from 'xstate'
import { RISK_BANDS, type RiskBand, type Strategy } from '../model/strategy.ts'
import { machineConfig, NO_STAGE } from './config.ts'
import { edgesOf, type EventName, type MachineConfig } from './edges.ts'
import { atomsOf, daysOf } from './guard.ts'
import { type CaseState, type Lifecycle, walksStages } from '../model/lifecycle.ts'
import { Memo } from './memo.ts'
import type { Situation } from './situation.ts'
import type { StepState, StepSituation } from './step-situation.ts'
import type { Tell, Told } from './told.ts'
import { walk } from './walk.ts'
import { buildMachine, type CaseEvent, pathOf } from './xstate.ts'

export interface Reviewed extends CaseState {
  /** What the transition tells; null = the case stays where it is. */
  told: Told | null
}

/** What keeps a case from a later stage; null = its days have not come. */
type Kept = { by: 'duty' } | { by: 'requirement'; stage: string } | null

export interface CaseMachine {
  /** The review says which state and stage the case belongs to now. */
  review: (from: CaseState, situation: Situation) => Reviewed
  /** The stage in which the case would be if it worked. */
  climb: (situation: Situation) => string | null
  /** What keeps a case that is in its stage from a later one. */
  further: (stage: string | null, situation: Situation) => Kept
  /** Whether a step of the stage is due, or why it rests. */
  step: (stage: string, step: string, numbers: StepSituation) => StepState
  /** The next day of the ladder on which time alone may bring another stage; null = none. */
  nextDay: (band: RiskBand, ladderDay: number) => number | null
}

/** The machine is built once per strategy version; it throws where it cannot be walked. */
export function caseMachine(strategy: Pick<Strategy, 'strategy' | 'stages' | 'open'>): CaseMachine {
  const machine = machineOf(machineConfig(strategy))
  walk(strategy, machine)
  return machine
}

/** XState decides, and what it decided is remembered. */
export function machineOf(config: MachineConfig, remembers = true): CaseMachine {
  const machine = buildMachine(config)
  const days = thresholds(config)
  const memoOf = (type: EventName, place: string): Memo<Step> => {
    const before = snapshotAt(machine, place)
    return new Memo((given) => stepFrom(machine, before, { type, ...given }), remembers)
  }
  const reviews = memosBy((place) => memoOf('review', place))
  const furthers = memosBy((stage) => memoOf('further', `working.${stage}`))
  const climbs = memoOf('climb', `working.${NO_STAGE}`)
  const steps = stepsOf(config, memoOf)
  return {
    review: (from, situation) => {
      const { to, said } = reviews(placeOf(config, from)).of(situation)
      const stage = walksStages(to) ? to.stage : from.stage
      return { state: to.state, stage, told: said?.type === 'tell' ? said.params.told : null }
    },
    climb: (situation) => climbs.of(situation).to.stage,
    further: (stage, situation) => {
      const { said } = furthers(knownStage(config, stage)).of(situation)
      return said?.type === 'keep' ? said.params : null
    },
    step: (stage, step, numbers) => {
      const said = steps.get(stage)?.get(step)?.of(numbers).said
      if (said?.type !== 'stand') throw new Error(`${config.id}: nothing is said of step ${step} of ${stage}`)
      return said.params.as
    },
    nextDay: (band, ladderDay) => days[band].find((day) => day > ladderDay) ?? null,
  }
}

interface Step {
  to: CaseState
  said: Tell | null
}

/** One for each place, made when it is first asked there. */
function memosBy(make: (place: string) => Memo<Step>): (place: string) => Memo<Step> {
  const memos = new Map<string, Memo<Step>>()
  return (place) => {
    let memo = memos.get(place)
    if (!memo) memos.set(place, (memo = make(place)))
    return memo
  }
}

/** The steps of each stage, by stage and then by name. */
function stepsOf(
  { states }: MachineConfig,
  make: (type: EventName, place: string) => Memo<Step>,
): ReadonlyMap<string, ReadonlyMap<string, Memo<Step>>> {
  const stages = Object.entries(states.working.states ?? {})
  return new Map(
    stages.map(([stage, { on = {} }]) => {
      const events = Object.keys(on).filter((event): event is `step.${string}` => event.startsWith('step.'))
      return [stage, new Map(events.map((event) => [event.slice(5), make(event, `working.${stage}`)]))]
    }),
  )
}

/** The machine's own name of a place. */
function placeOf(config: MachineConfig, { state, stage }: CaseState): string {
  return walksStages({ state }) ? `${state}.${knownStage(config, stage)}` : state
}

/** A stage that this version does not know (the file changed) is no stage: XState would throw. */
function knownStage({ states }: MachineConfig, stage: string | null): string {
  return stage !== null && Object.hasOwn(states.working.states ?? {}, stage) ? stage : NO_STAGE
}

function snapshotAt(machine: AnyStateMachine, place: string): AnyMachineSnapshot {
  const [state = '', inner] = place.split('.')
  return machine.resolveState({ value: inner === undefined ? state : { [state]: inner }, context: {} })
}

function stepFrom(machine: AnyStateMachine, before: AnyMachineSnapshot, event: CaseEvent): Step {
  const [after, actions] = transition(machine, before, event)
  const [name, stage] = pathOf(after.value)
  const [said] = (actions as unknown[]).map((action) => action as Tell)
  return { to: { state: name as Lifecycle, stage: stage === NO_STAGE ? null : stage }, said: said ?? null }
}

/** The thresholds are read from the machine's own guards, in order. */
function thresholds(config: MachineConfig): Record<RiskBand, number[]> {
  const atoms = edgesOf(config).flatMap(({ edge }) => (edge.guard ? atomsOf(edge.guard) : []))
  const of = (band: RiskBand) =>
    [...new Set(atoms.flatMap((atom) => daysOf(atom, band)))].sort((a, b) => a - b)
  return Object.fromEntries(RISK_BANDS.map((band) => [band, of(band)])) as Record<RiskBand, number[]>
}
