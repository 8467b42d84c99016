import type { Edge, MachineConfig, Node } from './config.ts'

/** An edge with its place in the machine. */
export interface PlacedEdge {
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
