import { type AnyStateMachine, transition } from 'xstate'
import { RISK_BANDS, type RiskBand, type Strategy } from '../config/strategy.ts'
import { type EventName, type MachineConfig, machineConfig, NO_STAGE } from './config.ts'
import { edgesOf } from './edges.ts'
import { atomsOf, daysOf } from './guard.ts'
import { type CaseState, type Lifecycle, walksStages } from './lifecycle.ts'
import { Memo } from './memo.ts'
import type { Situation } from './situation.ts'
import type { Tell, Told } from './told.ts'
import { walk } from './walk.ts'
import { buildMachine, type CaseEvent, pathOf } from './xstate.ts'

export interface Reviewed extends CaseState {
  /** What the transition tells; null = the case stays where it is. */
  told: Told | null
}

/** What keeps a case from a later stage; null = its days have not come. */
export type Kept = { by: 'duty' } | { by: 'requirement'; stage: string } | null

export interface CaseMachine {
  /** Where the case belongs now. */
  review: (from: CaseState, situation: Situation) => Reviewed
  /** The stage in which the case would be if it worked. */
  climb: (situation: Situation) => string | null
  /** What keeps a case that is in its stage from a later one. */
  further: (stage: string | null, situation: Situation) => Kept
  /** The next day of the ladder on which time alone may bring another stage; null = none. */
  nextDay: (band: RiskBand, ladderDay: number) => number | null
}

/** Built once per strategy version; throws where it cannot be walked. */
export function caseMachine(strategy: Pick<Strategy, 'strategy' | 'stages' | 'open'>): CaseMachine {
  const machine = machineOf(machineConfig(strategy))
  walk(strategy, machine)
  return machine
}

/** XState decides, and what it decided is remembered. */
export function machineOf(config: MachineConfig, remembers = true): CaseMachine {
  const machine = buildMachine(config)
  const days = thresholds(config)
  const memos = new Map<string, Memo<Step>>()
  const ask = (type: EventName, from: CaseState, situation: Situation): Step => {
    const place = placeOf(config, from)
    const step = ({ situation, asked }: Omit<CaseEvent, 'type'>) =>
      stepFrom(machine, place, { type, situation, asked })
    if (!remembers) return step({ situation, asked: [] })
    const name = `${type} ${place}`
    let memo = memos.get(name)
    if (!memo) memos.set(name, (memo = new Memo(step)))
    return memo.of(situation)
  }
  return {
    review: (from, situation) => {
      const { to, said } = ask('review', from, situation)
      const stage = walksStages(to) ? to.stage : from.stage
      return { state: to.state, stage, told: said?.type === 'tell' ? said.params.told : null }
    },
    climb: (situation) => ask('climb', { state: 'working', stage: null }, situation).to.stage,
    further: (stage, situation) => {
      const { said } = ask('further', { state: 'working', stage }, situation)
      return said?.type === 'keep' ? said.params : null
    },
    nextDay: (band, ladderDay) => days[band].find((day) => day > ladderDay) ?? null,
  }
}

interface Step {
  to: CaseState
  said: Tell | null
}

/** The machine's own name of a place. A stage that this version does not know (the file changed) is no stage: XState would throw. */
function placeOf({ states }: MachineConfig, { state, stage }: CaseState): string {
  if (!walksStages({ state })) return state
  const known = stage !== null && Object.hasOwn(states[state].states ?? {}, stage)
  return `${state}.${known ? stage : NO_STAGE}`
}

function stepFrom(machine: AnyStateMachine, place: string, event: CaseEvent): Step {
  const [state = '', inner] = place.split('.')
  const value = inner === undefined ? state : { [state]: inner }
  const [after, actions] = transition(machine, machine.resolveState({ value, context: {} }), event)
  const [name, stage] = pathOf(after.value)
  const [said] = (actions as unknown[]).map((action) => action as Tell)
  return { to: { state: name as Lifecycle, stage: stage === NO_STAGE ? null : stage }, said: said ?? null }
}

/** Read out of the machine's own guards, in order. */
function thresholds(config: MachineConfig): Record<RiskBand, number[]> {
  const atoms = edgesOf(config).flatMap(({ edge }) => (edge.guard ? atomsOf(edge.guard) : []))
  const of = (band: RiskBand) =>
    [...new Set(atoms.flatMap((atom) => daysOf(atom, band)))].sort((a, b) => a - b)
  return Object.fromEntries(RISK_BANDS.map((band) => [band, of(band)])) as Record<RiskBand, number[]>
}
