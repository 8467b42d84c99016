import { importsOf, type Source } from './source.ts'

/** Lower imports nothing from higher. `demo`, `bench`, `fault` and `test` stand outside and may look at everything. */
const LAYERS = [
  ['src/core/'],
  ['src/channels/'],
  ['src/providers/'],
  ['src/flow/'],
  ['src/shell/'],
  ['src/cli/', 'workers/'],
  ['demo/', 'bench/', 'fault/'],
]
/** Commands that run what stands outside. */
const OUTSIDE: Record<string, string[]> = {
  'src/cli/up.ts': ['demo/'],
  'src/cli/bench.ts': ['bench/'],
  'src/cli/fault.ts': ['bench/', 'fault/'],
  'src/cli/soak.ts': ['bench/', 'fault/'],
}
const CORE_PACKAGES = new Set(['xstate', 'zod', 'date-fns', '@date-fns/tz', '@date-fns/utc'])

/** The imports of a file that run against the layers, one line each. */
export function wrongImports(source: Source): string[] {
  return importsOf(source).flatMap(({ target, place }) => {
    const why = whyWrong(source.path, target)
    return why ? [`${place} imports ${target}: ${why}`] : []
  })
}

function whyWrong(from: string, to: string): string | null {
  if (from.startsWith('src/core/') && !to.startsWith('src/core/') && !CORE_PACKAGES.has(packageOf(to)))
    return 'core imports itself, xstate, zod, date-fns and its zones only'
  if (isFlow(from) && isFlow(to)) return 'flow files never import each other'
  if (from.startsWith('src/flow/') && !to.startsWith('src/')) return 'flow sees ports, channels and core only'
  if (from.startsWith('demo/provider/')) return simulatorReason(to)
  if (layerOf(from) === LAYERS.length - 1) return null
  if (to.startsWith('demo/provider/')) return 'the simulated provider is a process of its own'
  if (OUTSIDE[from]?.some((folder) => to.startsWith(folder))) return null
  const [low, high] = [layerOf(from), layerOf(to)]
  if (low !== null && high !== null && high > low)
    return 'imports run core <- channels <- flow <- shell <- workers, cli'
  if (from.startsWith('workers/') && to.startsWith('src/cli/')) return 'workers stand beside the cli'
  return null
}

/** An arrow of the pipeline, not its port. */
function isFlow(path: string): boolean {
  return path.startsWith('src/flow/') && !path.startsWith('src/flow/ports/')
}

function simulatorReason(to: string): string | null {
  return to.startsWith('src/') && !to.startsWith('src/core/')
    ? 'the simulated provider knows the engine by HTTP alone'
    : null
}

function layerOf(path: string): number | null {
  const layer = LAYERS.findIndex((folders) => folders.some((folder) => path.startsWith(folder)))
  return layer < 0 ? null : layer
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}
