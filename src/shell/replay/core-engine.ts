import { emptyWorld } from './memory/world.ts'
import { memoryConfig } from './memory/config.ts'
import { replayOn } from './replay-clock.ts'
import type { ReplayConfig, ReplayEngine, ReplayOptions } from './engine.ts'
import { memoryFlows } from './memory/flows.ts'
import { memoryDriver } from './memory/driver.ts'

/** The whole engine in memory, in one process. */
export async function coreEngine(config: ReplayConfig, options: ReplayOptions): Promise<ReplayEngine> {
  const world = emptyWorld(options.from)
  const port = memoryConfig(config.schedules, config.hash)
  return replayOn(memoryDriver(world, memoryFlows(world, port)), options)
}
