import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { producerRedis, type RedisSettings } from './redis.ts'

export const CHANNEL_QUEUES = ['sms', 'call', 'visit'] as const
export const QUEUES = ['detect', 'decide', 'relay', ...CHANNEL_QUEUES, 'ticks'] as const
export type QueueName = (typeof QUEUES)[number]

export interface Queues {
  redis: Redis
  byName: Record<QueueName, Queue>
  close(): void
}

/** Every queue over one connection that fails fast once it has been up; until then, ask `isUp` first. */
export function openQueues({ url, prefix }: RedisSettings): Queues {
  const redis = producerRedis(url)
  const open = (name: QueueName): Queue => {
    const queue = new Queue(name, {
      connection: redis,
      prefix,
      streams: { events: { maxLen: 100 } },
    })
    queue.on('error', () => {})
    return queue
  }
  const byName = {
    detect: open('detect'),
    decide: open('decide'),
    relay: open('relay'),
    sms: open('sms'),
    call: open('call'),
    visit: open('visit'),
    ticks: open('ticks'),
  }
  return { redis, byName, close: () => redis.disconnect() }
}

/** Jobs that wait, run or are delayed, over all queues. */
export async function pendingJobs(queues: Queues): Promise<number> {
  const counts = await Promise.all(QUEUES.map((name) => pendingOn(queues.byName[name])))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function pendingOn(queue: Queue): Promise<number> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized')
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
