import { emptyWorld } from './memory/world.ts'
import { memoryConfig } from './memory/config.ts'
import { clockwork } from './clockwork.ts'
import type { ReplayConfig, ReplayEngine, ReplayOptions } from './engine.ts'
import { memoryFlows } from './memory/flows.ts'
import { memoryWorks } from './memory/works.ts'

/** The whole engine in memory, in one process. */
export async function coreEngine(config: ReplayConfig, options: ReplayOptions): Promise<ReplayEngine> {
  const world = emptyWorld(options.from)
  const port = memoryConfig(config.schedules, config.hash)
  return clockwork(memoryWorks(world, memoryFlows(world, port)), options)
}
