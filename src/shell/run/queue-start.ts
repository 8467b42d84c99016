import type { Engine } from './engine.ts'
import type { Running } from './process.ts'
import type { QueueName } from '../queue/queues.ts'
import { type Processor, startQueueWorker } from '../queue/worker.ts'

/** A queue's worker as part of a process. */
export function startOn(
  engine: Engine,
  queue: QueueName,
  concurrency: number,
  processor: Processor,
): Running {
  const worker = startQueueWorker(
    {
      queue,
      concurrency,
      redis: engine.redis,
      log: engine.log,
      worked: engine.worked,
      lockSeconds: engine.settings.LOCK_SECONDS,
    },
    processor,
  )
  return { stop: (seconds) => worker.close(seconds) }
}
