import { ProblemError } from '../../core/base/problem.ts'
import { apiWorker } from './api-worker.ts'
import { boardWorker } from './board-worker.ts'
import { CHANNEL_WORKERS } from './channel-workers.ts'
import { decideWorker, detectWorker, relayWorker } from './page-workers.ts'
import type { Start } from './process.ts'
import { purgeWorker } from './purge-worker.ts'
import { ticksWorker } from './ticks-worker.ts'
import { webhookWorker } from './webhook-worker.ts'

/** One entry = one service in docker-compose.yml. */
export const WORKERS = {
  detect: detectWorker,
  decide: decideWorker,
  relay: relayWorker,
  ...CHANNEL_WORKERS,
  ticks: ticksWorker,
  purge: purgeWorker,
  webhooks: webhookWorker,
  api: apiWorker,
  board: boardWorker,
} satisfies Record<string, Start>
export type WorkerName = keyof typeof WORKERS

export function isWorker(name: string): name is WorkerName {
  return Object.hasOwn(WORKERS, name)
}

/** The one of these workers that a program was started for, by the word on its command line. */
export function namedWorker(
  names: readonly WorkerName[],
  given: string | undefined,
): { name: WorkerName; start: Start } {
  const name = names.find((one) => one === given)
  if (name !== undefined) return { name, start: WORKERS[name] }
  throw new ProblemError([
    {
      code: 'unknown_worker',
      message: `there is no worker ${given ?? 'without a name'} here`,
      suggestion: `one of ${names.join(', ')}`,
    },
  ])
}
