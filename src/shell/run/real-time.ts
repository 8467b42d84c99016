import { readClocks } from '../pg/watch/health.ts'
import type { Engine } from './engine.ts'

interface OnTimer {
  stop(): Promise<void>
}

/** What goes by a timer of this process runs where time is the machine's: whoever moves virtual time does it at the instants that he chooses. */
export function inRealTime(engine: Engine, start: (engine: Engine) => OnTimer): OnTimer {
  let stopped = false
  let timer: OnTimer | null = null
  const begin = (): void => void (stopped || (timer = start(engine)))
  readClocks(engine.db).then(({ virtual }) => void (virtual || begin()), begin)
  return {
    // Where the database does not answer, nothing has begun, and nothing will: nobody waits for it.
    stop: async () => {
      stopped = true
      await timer?.stop()
    },
  }
}
