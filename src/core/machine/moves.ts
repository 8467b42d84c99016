import { SEEK } from './config.ts'
import { type Edge, edgesOf, type MachineConfig } from './edges.ts'
import type { Told } from './told.ts'

/** One way from place to place, and what it tells. */
export interface Move {
  /** `held`, `working/calls`; of a case with no stage `working/_`. */
  from: string
  to: string
  told: Told
}

/** Every move of the machine, once: junctions are passed through to where they lead. */
export function movesOf(config: MachineConfig): Move[] {
  const edges = edgesOf(config)
  const found = new Map<string, Move>()
  for (const { source, on, edge } of edges) {
    const said = edge.actions?.[0]
    if (on !== 'review' || said?.type !== 'tell' || edge.target === undefined) continue
    for (const to of endsOf(config, edge)) {
      const move: Move = { from: placeOf(source), to, told: said.params.told }
      found.set(JSON.stringify(move), move)
    }
  }
  return [...found.values()]
}

function endsOf(config: MachineConfig, { target = '' }: Edge): string[] {
  const place = target.slice(target.indexOf('.') + 1)
  if (!place.endsWith(`.${SEEK}`)) return [placeOf(place)]
  const state = place.slice(0, place.indexOf('.')) as keyof MachineConfig['states']
  return (config.states[state].states?.[SEEK]?.always ?? []).flatMap((edge) => endsOf(config, edge))
}

function placeOf(name: string): string {
  return name.replace('.', '/')
}
