import type { Instant } from '../src/core/base/time.ts'
import { nextCutOff } from '../src/providers/print/cut-off.ts'
import { dialersOf } from '../src/shell/dialer/dialers.ts'
import { turnDialers } from '../src/shell/dialer/turn.ts'
import { handOverDue } from '../src/shell/letter/hand-over.ts'
import { printHouses } from '../src/shell/letter/houses.ts'
import { recordProofs } from '../src/shell/letter/proofs.ts'
import { errorWords } from '../src/shell/log/log.ts'
import { type Due, earliest } from '../src/shell/pg/read/due.ts'
import type { Engine } from '../src/shell/run/engine.ts'
import { batchDeps, dialerDeps } from '../src/shell/run/wire.ts'

type Waiting = Pick<Due, 'letter' | 'handed' | 'openTasks'>

/** What workers do on their own timers where time is real: batches leave at their cut-off, dialers are handed lists and told what is withdrawn. */
export interface HandOvers {
  /** The next instant, from then on, at which a batch leaves or a call lapses; null = nothing waits for one. */
  nextAt(due: Waiting, from: Instant): Promise<Instant | null>
  /** Whether there may be something to hand over now. */
  isDue(due: Waiting, now: Instant): Promise<boolean>
  /** True = something was put where it is taken. */
  handOver(): Promise<boolean>
  close(): void
}

export function openHandOvers(engine: Engine, environment: Readonly<Record<string, string>>): HandOvers {
  const batches = { ...batchDeps(engine), environment }
  const dialing = { ...dialerDeps(engine), environment }
  const cutOffAt = async ({ letter }: Waiting, from: Instant): Promise<Instant | null> => {
    if (letter === null) return null
    const houses = await printHouses(engine.config)
    return earliest(houses.map(({ handOver }) => nextCutOff(handOver, Math.max(letter, from))))
  }
  return {
    nextAt: async (due, from) => earliest([await cutOffAt(due, from), due.handed]),
    isDue: async (due, now) => {
      const cutOff = await cutOffAt(due, now)
      if (cutOff !== null && cutOff <= now) return true
      return (due.openTasks || due.handed !== null) && (await dialersOf(engine.config)).length > 0
    },
    handOver: async () => {
      const { handed, failed } = await handOverDue(batches)
      if (handed.length > 0) await recordProofs(batches)
      const { dialers, lapsed } = await turnDialers(dialing)
      for (const { provider, error } of failed)
        engine.log.error({ event: 'hand_over.failed', provider, ...errorWords(error) })
      for (const { dialer, error } of dialers)
        if (error !== undefined) engine.log.error({ event: 'dialer.failed', dialer, ...errorWords(error) })
      return (
        handed.length > 0 || lapsed > 0 || dialers.some((one) => one.handed !== null || one.withdrawn > 0)
      )
    },
    close: () => dialing.close(),
  }
}
