import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { CONTACT_CHANNELS } from '../../core/channel/channel.ts'
import { producerRedis, type RedisSettings } from './redis.ts'

/** The queues in the order of the pipeline: each has a worker of its name. */
export const QUEUES = ['detect', 'decide', 'relay', ...CONTACT_CHANNELS, 'ticks', 'purge'] as const
export type QueueName = (typeof QUEUES)[number]

export interface Queues {
  redis: Redis
  byName: Record<QueueName, Queue>
  close(): void
}

/** Every queue over one connection that fails fast once it has been up; until then, ask `isUp` first. */
export function openQueues({ url, prefix, ca }: RedisSettings): Queues {
  const redis = producerRedis(url, ca)
  const open = (name: QueueName): Queue => {
    const queue = new Queue(name, {
      connection: redis,
      prefix,
      streams: { events: { maxLen: 100 } },
    })
    queue.on('error', () => {})
    return queue
  }
  const byName = Object.fromEntries(QUEUES.map((name) => [name, open(name)])) as Queues['byName']
  return { redis, byName, close: () => redis.disconnect() }
}

/** Jobs that wait, run or are delayed, over all queues, in one round trip. */
export async function pendingJobs({ redis, byName }: Queues): Promise<number> {
  const pipeline = redis.pipeline()
  for (const name of QUEUES) {
    const queue = byName[name]
    pipeline.llen(queue.toKey('wait')).llen(queue.toKey('active'))
    pipeline.zcard(queue.toKey('delayed')).zcard(queue.toKey('prioritized'))
  }
  const answers = (await pipeline.exec()) ?? []
  return answers.reduce((sum, [error, count]) => {
    if (error) throw error
    return sum + Number(count)
  }, 0)
}
