import { apiWorker } from './api-worker.ts'
import { boardWorker } from './board-worker.ts'
import { callWorker, smsWorker, visitWorker } from './channel-workers.ts'
import { decideWorker, detectWorker, relayWorker } from './page-workers.ts'
import type { Start } from './process.ts'
import { purgeWorker } from './purge-worker.ts'
import { ticksWorker } from './ticks-worker.ts'

/** One entry = one file under workers/ = one service in docker-compose.yml. */
export const WORKERS = {
  detect: detectWorker,
  decide: decideWorker,
  relay: relayWorker,
  sms: smsWorker,
  call: callWorker,
  visit: visitWorker,
  ticks: ticksWorker,
  purge: purgeWorker,
  api: apiWorker,
  board: boardWorker,
} satisfies Record<string, Start>
export type WorkerName = keyof typeof WORKERS

export function isWorker(name: string): name is WorkerName {
  return Object.hasOwn(WORKERS, name)
}
