import { Queue, Worker } from 'bullmq'
import type { HttpRequest } from '../src/providers/adapter.ts'
import type { HttpClient } from '../src/shell/provider/http-client.ts'
import { workerRedis } from '../src/shell/queue/redis.ts'

/** A BullMQ worker that makes the same HTTP call and nothing else: nobody is asked, nothing is written down. */
export interface PlainWorker {
  redisUrl: string
  client: HttpClient
  concurrency: number
}

/** The worker fills a queue of its own, and the time runs from the first job taken to the last one done. */
export async function plainWorker(plain: PlainWorker, requests: readonly HttpRequest[]): Promise<number> {
  const connection = workerRedis(plain.redisUrl)
  const blocking = workerRedis(plain.redisUrl)
  const prefix = `{plain${process.hrtime.bigint()}}`
  const queue = new Queue('plain', { connection, prefix })
  await queue.addBulk(requests.map((request) => ({ name: 'send', data: request })))
  const start = performance.now()
  const worker = new Worker<HttpRequest>(
    'plain',
    async (job) => void (await plain.client.exchange(job.data, 10_000)),
    {
      connection: blocking,
      prefix,
      concurrency: plain.concurrency,
      removeOnComplete: { count: 500 },
    },
  )
  await allDone(worker, requests.length)
  const millis = performance.now() - start
  await worker.close()
  await queue.obliterate({ force: true })
  await queue.close()
  for (const redis of [connection, blocking]) redis.disconnect()
  return millis
}

function allDone(worker: Worker<HttpRequest>, count: number): Promise<void> {
  let done = 0
  return new Promise((resolve, reject) => {
    worker.on('completed', () => {
      if (++done === count) resolve()
    })
    worker.on('failed', (_, error) => reject(error))
  })
}
