/** A case's states, as the column `state` has them; `opened` until the first review. */
export const LIFECYCLE = [
  'opened',
  'working',
  'promised',
  'on_plan',
  'held',
  'placed',
  'no_contact',
  'cured',
  'settled',
  'charged_off',
  'closed',
] as const
export type Lifecycle = (typeof LIFECYCLE)[number]

/** The state of a case, as its row keeps it: a case that rests remembers the stage it was in. */
export interface CaseState {
  state: Lifecycle
  stage: string | null
}

const CLOSING: ReadonlySet<Lifecycle> = new Set<Lifecycle>(['cured', 'settled', 'charged_off', 'closed'])

/** The case is over in this state. */
export function isClosing(state: Lifecycle): boolean {
  return CLOSING.has(state)
}

/** The stages' steps are reviewed in this state: in a working case, and in one that may still get notices. */
export function walksStages({ state }: Pick<CaseState, 'state'>): boolean {
  return state === 'working' || state === 'no_contact'
}
