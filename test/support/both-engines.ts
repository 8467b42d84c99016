import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayConfig } from '../../src/shell/replay/engine.ts'
import { type Story, tell } from './story.ts'
import { servedEngine } from './served-engine.ts'

const from = Date.parse('2026-02-01T00:00:00Z')

/** The story is lived through twice, in memory and on real servers, and ends the same. */
export async function tellOnBoth(
  config: ReplayConfig,
  story: (story: Story) => Promise<void>,
): Promise<void> {
  await tell(await coreEngine(config, { from }), story)
  await tell(await servedEngine(config, from), story)
}
