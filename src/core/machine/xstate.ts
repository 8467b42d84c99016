import { and, type AnyStateMachine, or, not, setup, type StateValue } from 'xstate'
import type { Edge, EventName, MachineConfig, Node } from './edges.ts'
import { type Asked, type Atom, atomHolds, type Guard, GUARDS, isAtom } from './guard.ts'
import type { Tell } from './told.ts'

/** One comparison that the machine made, in the order in which it made them. */
export interface Answer {
  atom: Atom
  holds: boolean
}

/** The same event at every review; a late or doubled one changes nothing. */
export interface CaseEvent {
  type: EventName
  situation: Asked
  /** Every comparison is noted here, so that the same answers need not be asked for again. */
  asked: Answer[]
}

/** The plain configuration as XState runs it. */
export function buildMachine(config: MachineConfig): AnyStateMachine {
  const { id, ...node } = config
  const guards = Object.fromEntries(
    Object.keys(GUARDS).map((type) => [
      type,
      ({ event }: { event: CaseEvent }, params: object) => ask(event, { type, params } as Atom),
    ]),
  )
  const machine = setup({
    types: { events: {} as CaseEvent, context: {} },
    guards,
    actions: { tell: () => {}, keep: () => {}, stand: () => {} } satisfies Record<Tell['type'], () => void>,
  })
  return machine.createMachine({ id, context: {}, ...nodeFor(node) } as never) as unknown as AnyStateMachine
}

function ask({ situation, asked }: CaseEvent, atom: Atom): boolean {
  const holds = atomHolds(atom, situation)
  asked.push({ atom, holds })
  return holds
}

function nodeFor({ states, on, always, ...rest }: Node): object {
  const edges = Object.entries(on ?? {}).map(([event, list]) => [event, list.map(edgeFor)])
  return {
    ...rest,
    ...(states && {
      states: Object.fromEntries(Object.entries(states).map(([name, node]) => [name, nodeFor(node)])),
    }),
    ...(on && { on: Object.fromEntries(edges) as object }),
    ...(always && { always: always.map(edgeFor) }),
  }
}

function edgeFor({ guard, ...edge }: Edge): object {
  return guard ? { ...edge, guard: guardFor(guard) } : edge
}

function guardFor(guard: Guard): object {
  if (isAtom(guard)) return guard
  if (guard.type === 'not') return not(guardFor(guard.params.guard) as never)
  const guards = guard.params.guards.map(guardFor) as never[]
  return guard.type === 'and' ? and(guards) : or(guards)
}

/** `working` and a stage, as the machine nests them. */
export function pathOf(value: StateValue): [state: string, inner: string | null] {
  if (typeof value === 'string') return [value, null]
  const [entry] = Object.entries(value)
  if (!entry) throw new Error('a machine in no state')
  return [entry[0], typeof entry[1] === 'string' ? entry[1] : null]
}
