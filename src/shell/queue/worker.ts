import { setTimeout as sleep } from 'node:timers/promises'
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import { NotBegun } from '../batch/in-slots.ts'
import { errorWords, type Log } from '../log/log.ts'
import type { QueueName } from './queues.ts'
import { type RedisSettings, workerRedis } from './redis.ts'

export interface QueueWorkerOptions {
  queue: QueueName
  concurrency: number
  redis: RedisSettings
  log: Log
  /** The worker calls it after each job that ended well: the sign of life. */
  worked(): void
  /** Longest time that a job of a killed worker stays locked. */
  lockSeconds: number
}

export interface QueueWorker {
  /** The worker may have so many jobs in hand from now on, at least one. */
  take(jobs: number): void
  /** The same, said at any time: by itself BullMQ looks for more jobs only when one begins or ends. */
  takeNow(jobs: number): void
  /** The worker takes no more jobs and waits for those in hand, at most that long; it never hangs, even without Redis. */
  close(seconds: number): Promise<void>
}

export type Processor = (
  /** `scheduled`: a Job Scheduler made the job, nobody enqueued it. */
  job: { id: string; name: string; data: unknown; scheduled: boolean },
  signal: AbortSignal,
) => Promise<void>

/** Retention is set here and not in each job, and nothing is returned, so that Redis stays small. */
export function startQueueWorker(options: QueueWorkerOptions, processor: Processor): QueueWorker {
  const connection = workerRedis(options.redis.url, options.redis.ca)
  const lock = options.lockSeconds * 1000
  const worker = new Worker(options.queue, handlerOf(options, processor), {
    connection,
    prefix: options.redis.prefix,
    concurrency: options.concurrency,
    lockDuration: lock,
    // A busy process renews late: what is renewed early outlives a pause of half the lock.
    lockRenewTime: Math.ceil(lock / 4),
    stalledInterval: Math.ceil(lock / 2),
    maxStalledCount: 10,
    removeOnComplete: { age: 3600, count: 500 },
    removeOnFail: { age: 24 * 3600, count: 500 },
    metrics: { maxDataPoints: 60 },
  })
  worker.on('error', (error) => {
    if (!LOST_LOCK.test(error.message))
      options.log.warn({ event: 'queue.error', queue: options.queue, ...errorWords(error) })
  })
  worker.on('lockRenewalFailed', (ids) => {
    options.log.warn({ event: 'locks.lost', queue: options.queue, jobs: ids.length })
    for (const id of ids) worker.cancelJob(id)
  })
  const take = (jobs: number): number => (worker.concurrency = Math.max(1, jobs))
  return {
    take,
    takeNow: (jobs) => {
      take(jobs)
      if (worker.closing) return
      // A worker that resumes looks at once. Nobody sees it pause: both are done within one turn.
      void worker.pause(true)
      void worker.resume()
    },
    close: (seconds) => closeWorker(worker, connection, seconds),
  }
}

/** BullMQ says of each job what `lockRenewalFailed` says of all. */
const LOST_LOCK = /^could not renew lock/

/** BullMQ makes a signal for each job of a handler that asks for one, and few do. */
function handlerOf(options: QueueWorkerOptions, processor: Processor): (job: Job) => Promise<void> {
  if (processor.length < 2) return (job) => processOne(job, NEVER, options, processor)
  return (job: Job, _token?: string, signal?: AbortSignal) =>
    processOne(job, signal ?? NEVER, options, processor)
}

const NEVER = new AbortController().signal

async function processOne(
  job: Job,
  signal: AbortSignal,
  options: QueueWorkerOptions,
  processor: Processor,
): Promise<void> {
  try {
    const { id = '', name, data, repeatJobKey } = job
    await processor({ id, name, data, scheduled: repeatJobKey !== undefined }, signal)
    options.worked()
  } catch (error) {
    if (error instanceof NotBegun) return giveBack(job)
    const words = errorWords(error)
    options.log.error({ event: 'job.failed', queue: options.queue, job: job.id, ...words })
    // What BullMQ stores and Bull Board shows is this text: the original may quote a row.
    const text = `${words.error}${words.code ? ` (${words.code})` : ''}`
    throw error instanceof UnrecoverableError ? error : new Error(text)
  }
}

/** The job waits again, as if nobody had taken it: what of it was done is seen in its rows. */
async function giveBack(job: Job): Promise<never> {
  await job.moveToWait(job.token)
  throw new WaitingError()
}

async function closeWorker(
  worker: Worker,
  connection: { disconnect(): void },
  seconds: number,
): Promise<void> {
  const closed = worker.close().catch(() => {})
  await Promise.race([closed, sleep(seconds * 1000, undefined, { ref: false })])
  connection.disconnect()
}
