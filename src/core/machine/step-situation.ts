import type { Currency, Minor } from '../base/money.ts'
import type { RiskBand, STOPPERS } from '../model/strategy.ts'

export type Stopper = (typeof STOPPERS)[number]

/** What the machine is told of one step of a stage: numbers, each worked out when a guard first asks for it. */
export interface StepSituation {
  band: RiskBand
  pastDue: Minor
  currency: Currency
  /** Words of a human that it was done, or that nothing waits for it. */
  overByWord(): number
  /** Attempts taken in this episode. */
  taken(): number
  /** Numbers or addresses at which a needed step that failed has yet to be tried. */
  retries(): number
  /** Attempts on their way, or of unknown fate. */
  underWay(): number
  /** What of the episode's opening comes first: its notice, or the rest of its respite. */
  barred(): number
  /** The number of newer steps that replaced it. */
  overtaken(): number
  /** What has stopped it since the stage was entered. */
  stops(word: Stopper): number
  /** Its day lies before the entry, or in a time that does not count. */
  passed(): number
}

/** The states of a step within its stage. */
export const STEP_STATES = [
  'not_for_this_case',
  'taken',
  'blocked',
  'not_yet',
  'dropped',
  'stopped',
  'passed',
  'due',
] as const
export type StepState = (typeof STEP_STATES)[number]
