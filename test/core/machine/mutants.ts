import type { Edge, MachineConfig, Node } from '../../../src/core/machine/edges.ts'
import { type Guard, isAtom } from '../../../src/core/machine/guard.ts'
import { STEP_STATES } from '../../../src/core/machine/step-situation.ts'
import { TOLD } from '../../../src/core/machine/told.ts'

export interface Mutant {
  /** `working.calls review 10: dpdAtLeast.low 8 -> 9` */
  name: string
  /** The state whose edge it is. */
  source: string
  /** What is asked of it. */
  event: string
  config: MachineConfig
}

/** The machine with one edge taken out, one comparison taken out or turned round, one parameter changed, one word told instead of another: each by itself. */
export function* mutantsOf(config: MachineConfig): Generator<Mutant> {
  for (const { path, source, event } of listsIn(config.states, [], '')) {
    const edges = at(config, path) as Edge[]
    for (const [index, edge] of edges.entries()) {
      const name = `${source} ${event} ${index + 1}`
      const mutant = (what: string, instead: Edge[]): Mutant => {
        return { name: `${name}: ${what}`, source, event, config: put(config, path, instead) }
      }
      const replaced = (one: Edge) => edges.map((old, place) => (place === index ? one : old))
      yield mutant('taken out', edges.toSpliced(index, 1))
      for (const [what, guard] of edge.guard ? guardsNear(edge.guard) : []) {
        const { guard: _old, ...rest } = edge
        yield mutant(what, replaced(guard ? { ...rest, guard } : rest))
      }
      for (const [what, one] of edgesNear(edge)) yield mutant(what, replaced(one))
    }
  }
}

interface EdgeList {
  path: string[]
  source: string
  event: string
}

function* listsIn(states: Record<string, Node>, path: string[], above: string): Generator<EdgeList> {
  for (const [name, node] of Object.entries(states)) {
    const source = above === '' ? name : `${above}.${name}`
    const own = [...path, 'states', name]
    for (const event of Object.keys(node.on ?? {})) yield { path: [...own, 'on', event], source, event }
    if (node.always) yield { path: [...own, 'always'], source, event: 'always' }
    yield* listsIn(node.states ?? {}, own, source)
  }
}

/** Null = no guard at all. */
function* guardsNear(guard: Guard): Generator<[string, Guard | null]> {
  yield ['always', null]
  if (isAtom(guard)) {
    yield [`not ${guard.type}`, { type: 'not', params: { guard } }]
    yield* parametersNear(guard)
  } else if (guard.type === 'not') {
    for (const [what, near] of guardsNear(guard.params.guard))
      yield [`not ${what}`, near && { type: 'not', params: { guard: near } }]
  } else {
    const { guards } = guard.params
    for (const [index, part] of guards.entries()) {
      const without = guards.toSpliced(index, 1)
      yield [`without ${part.type}`, { type: guard.type, params: { guards: without } }]
      for (const [what, near] of guardsNear(part))
        if (near) yield [what, { type: guard.type, params: { guards: guards.with(index, near) } }]
    }
  }
}

function* parametersNear(guard: Guard): Generator<[string, Guard]> {
  for (const [what, params] of valuesNear(guard.params, guard.type))
    yield [what, { ...guard, params } as Guard]
}

function* valuesNear(value: unknown, path: string): Generator<[string, unknown]> {
  if (typeof value === 'number') {
    yield [`${path} ${value} -> ${value + 1}`, value + 1]
    yield [`${path} ${value} -> ${value - 1}`, value - 1]
  } else if (typeof value === 'string') {
    for (const near of /^\d/.test(value) ? amountsNear(value) : [WORDS[value] ?? 'other'])
      yield [`${path} ${value} -> ${near}`, near]
  } else if (Array.isArray(value)) {
    for (const [index, one] of value.entries())
      for (const [what, near] of valuesNear(one, path)) yield [what, value.with(index, near)]
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value))
      for (const [what, near] of valuesNear(one, `${path}.${name}`)) yield [what, { ...value, [name]: near }]
  }
}

const WORDS: Record<string, string> = { hold: 'cease', cease: 'hold' }

function amountsNear(amount: string): string[] {
  return [1, -1].map((more) => (Number(amount) + more / 100).toFixed(2))
}

function* edgesNear({ actions = [], target, ...edge }: Edge): Generator<[string, Edge]> {
  const kept = target === undefined ? {} : { target }
  const [said] = actions
  if (said) yield ['tells nothing', { ...edge, ...kept }]
  if (said?.type === 'stand') {
    const as = STEP_STATES[(STEP_STATES.indexOf(said.params.as) + 1) % STEP_STATES.length] ?? 'due'
    yield [`stands as ${as}`, { ...edge, actions: [{ type: 'stand', params: { as } }] }]
  }
  if (said?.type === 'keep') {
    const by =
      said.params.by === 'duty' ? { by: 'requirement' as const, stage: 'x' } : { by: 'duty' as const }
    yield [`kept by ${by.by}`, { ...edge, actions: [{ type: 'keep', params: by }] }]
  }
  if (said?.type === 'tell') {
    const told = TOLD[(TOLD.indexOf(said.params.told) + 1) % TOLD.length] ?? 'entered'
    yield [`tells ${told}`, { ...edge, ...kept, actions: [{ type: 'tell', params: { told } }] }]
  }
  if (target !== undefined) yield ['stays', { ...edge, actions }]
}

function at(config: object, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], config)
}

function put<T>(value: T, [name, ...rest]: readonly string[], instead: unknown): T {
  if (name === undefined) return instead as T
  const part = (value as Record<string, unknown>)[name]
  return { ...value, [name]: put(part, rest, instead) }
}
