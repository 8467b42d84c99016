import { setTimeout as sleep } from 'node:timers/promises'
import { handOverDue } from '../letter/hand-over.ts'
import { recordProofs } from '../letter/proofs.ts'
import { errorWords } from '../log/log.ts'
import type { Engine } from './engine.ts'
import { batchDeps } from './wire.ts'

/** Batches of print houses leave at their cut-off, on a timer of this process: any number may run side by side. */
export function handingOver(engine: Engine): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const told = new Set<string>()
  const deps = {
    ...batchDeps(engine),
    tellMissing: (provider: string) => {
      if (!told.has(provider)) engine.log.error({ event: 'provider_unset', provider })
      told.add(provider)
    },
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const { handed, failed } = await handOverDue(deps)
        for (const one of handed) engine.log.info({ event: 'handed_over', ...one })
        await recordProofs(deps)
        for (const { provider, error } of failed)
          engine.log.error({ event: 'hand_over.failed', provider, ...errorWords(error) })
      } catch (error) {
        engine.log.warn({ event: 'hand_over.interrupted', ...errorWords(error) })
      }
      await sleep(engine.settings.SWEEP_SECONDS * 1000, undefined, { signal: stopping.signal }).catch(
        () => {},
      )
    }
  }
  const running = loop()
  return {
    stop: () => {
      stopping.abort()
      return running
    },
  }
}
