import type { ContentHash } from '../../../core/base/id.ts'
import type { Schedules } from '../../../core/config/schedules.ts'
import type { Strategy } from '../../../core/model/strategy.ts'
import type { ConfigPort } from '../../../flow/ports/config.ts'

export interface MemoryConfig extends ConfigPort {
  /** Another version becomes the active one; earlier ones stay known to the cases that are pinned to them. */
  publish(schedules: Schedules, hash: ContentHash): void
}

export function memoryConfig(schedules: Schedules, hash: ContentHash): MemoryConfig {
  const known = new Map<ContentHash, Strategy>()
  let active = { id: 0, hash, schedules }
  const publish = (next: Schedules, nextHash: ContentHash) => {
    active = { id: active.id + 1, hash: nextHash, schedules: next }
    for (const strategy of next.strategies) known.set(strategy.hash, strategy)
  }
  publish(schedules, hash)
  return {
    publish,
    active: async () => active,
    strategyByHash: async (wanted) => {
      const strategy = known.get(wanted)
      if (!strategy) throw new Error(`no version ${wanted} of a strategy was ever published`)
      return strategy
    },
  }
}
