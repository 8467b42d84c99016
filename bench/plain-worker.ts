import { Queue, Worker, type WorkerOptions } from 'bullmq'
import type { HttpRequest } from '../src/providers/adapter.ts'
import type { HttpClient } from '../src/shell/provider/http-client.ts'
import { workerRedis } from '../src/shell/queue/redis.ts'
import type { Work } from './harness.ts'
import { timedWorker } from './timed.ts'

/** A BullMQ worker that makes the same HTTP call and nothing else: nobody is asked, nothing is written down. */
export interface PlainWorker {
  redisUrl: string
  client: HttpClient
  concurrency: number
}

type MakeWorker<Data> = (
  connection: WorkerOptions['connection'],
  options: Omit<WorkerOptions, 'connection'>,
) => Worker<Data>

export function plainWorker(plain: PlainWorker, requests: readonly HttpRequest[]): Promise<Work> {
  return workOff(plain, requests, (connection, options) => {
    const work = async (request: HttpRequest): Promise<void> =>
      void (await plain.client.exchange(request, 10_000))
    return new Worker<HttpRequest>('plain', (job) => work(job.data), { connection, ...options })
  })
}

/** A worker's jobs are put into a queue of its own, and the time runs from the first one taken to the last one done. */
export async function workOff<Data>(
  { redisUrl, concurrency }: Pick<PlainWorker, 'redisUrl' | 'concurrency'>,
  jobs: readonly Data[],
  make: MakeWorker<Data>,
): Promise<Work> {
  const connection = workerRedis(redisUrl)
  const blocking = workerRedis(redisUrl)
  const prefix = `{plain${process.hrtime.bigint()}}`
  const queue = new Queue('plain', { connection, prefix })
  await queue.addBulk(jobs.map((data) => ({ name: 'send', data })))
  const { work, result: worker } = await timedWorker(jobs.length, async () => {
    const made = make(blocking, { prefix, concurrency, removeOnComplete: { count: 500 } })
    await allDone(made, jobs.length)
    return made
  })
  await worker.close()
  await queue.obliterate({ force: true })
  await queue.close()
  for (const redis of [connection, blocking]) redis.disconnect()
  return work
}

function allDone(worker: Worker, count: number): Promise<void> {
  let done = 0
  return new Promise((resolve, reject) => {
    worker.on('completed', () => {
      if (++done === count) resolve()
    })
    worker.on('failed', (_, error) => reject(error))
  })
}
