import { readClocks } from '../pg/watch/health.ts'
import type { Engine } from './engine.ts'

interface OnTimer {
  stop(): Promise<void>
}

/** What goes by a timer of this process runs where time is the machine's: whoever moves virtual time does it at the instants that he chooses. */
export function inRealTime(engine: Engine, start: (engine: Engine) => OnTimer): OnTimer {
  let stopped = false
  const started = readClocks(engine.db).then(
    ({ virtual }) => (virtual || stopped ? null : start(engine)),
    () => (stopped ? null : start(engine)),
  )
  return {
    stop: async () => {
      stopped = true
      await (await started)?.stop()
    },
  }
}
