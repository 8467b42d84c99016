import type { Lifecycle } from '../model/lifecycle.ts'
import type { Guard } from './guard.ts'
import type { Tell } from './told.ts'

export interface Edge {
  guard?: Guard
  /** Absent = the case stays where it is. */
  target?: string
  actions?: Tell[]
}

/** review: where the case belongs now. climb: which stage it would be in, if it worked. further: what keeps it from a later one. And for each step of a stage: whether it is due, or why it rests. */
export type EventName = 'review' | 'climb' | 'further' | `step.${string}`

export interface Node {
  type?: 'final'
  initial?: string
  states?: Record<string, Node>
  on?: Record<string, Edge[]>
  always?: Edge[]
}

/** A machine as plain JSON: the first edge whose guard holds is taken. */
export interface MachineConfig extends Node {
  id: string
  initial: string
  states: Record<Lifecycle, Node>
}

/** An edge with its place in the machine. */
interface PlacedEdge {
  /** `held`, `working.calls`. */
  source: string
  /** A name of an event, or `always`. */
  on: string
  edge: Edge
}

/** Every edge of the machine, in the order in which it asks them. */
export function edgesOf({ states }: Pick<MachineConfig, 'states'>): PlacedEdge[] {
  return Object.entries(states).flatMap(([name, node]) => edgesIn(name, node))
}

function edgesIn(source: string, { states, on, always }: Node): PlacedEdge[] {
  const own = Object.entries({ ...on, always: always ?? [] }).flatMap(([event, edges]) =>
    edges.map((edge): PlacedEdge => ({ source, on: event, edge })),
  )
  const inner = Object.entries(states ?? {}).flatMap(([name, node]) => edgesIn(`${source}.${name}`, node))
  return [...own, ...inner]
}
