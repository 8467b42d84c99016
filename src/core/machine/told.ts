import type { Lifecycle } from '../model/lifecycle.ts'
import type { StepState } from './step-situation.ts'

/** What a transition tells: the same situation leads to the same state from everywhere, but what it means depends on where the case was. */
export const TOLD = [
  'entered',
  'escalated',
  'fell_back',
  'lifted',
  'recalled',
  'promise_broken',
  'promise_over',
  'plan_broken',
  'plan_missed',
  'plan_over',
  'ceased',
  'held',
  'placed',
  'on_plan',
  'promised',
  'cured',
  'settled',
  'charged_off',
  'closed',
] as const
export type Told = (typeof TOLD)[number]

/** What is told where a case comes into the state, whatever it was in before. */
export const TOLD_OF_ARRIVAL = {
  opened: 'entered',
  working: 'entered',
  promised: 'promised',
  on_plan: 'on_plan',
  held: 'held',
  placed: 'placed',
  no_contact: 'ceased',
  cured: 'cured',
  settled: 'settled',
  charged_off: 'charged_off',
  closed: 'closed',
} as const satisfies Record<Lifecycle, Told>

/** What is told, as an action of the machine's configuration. */
export type Tell =
  | { type: 'tell'; params: { told: Told } }
  /** What keeps the case from a later stage: a step of its own stage, or what that stage requires. */
  | { type: 'keep'; params: { by: 'duty' } | { by: 'requirement'; stage: string } }
  /** The action says what the state of a step is. */
  | { type: 'stand'; params: { as: StepState } }

export function tell(told: Told): Tell {
  return { type: 'tell', params: { told } }
}
