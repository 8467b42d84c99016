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

/** Lengths of lists and of sorted sets in turns, as `keysOf` names them. */
const COUNT = `
  local jobs = 0
  for at = 1, #KEYS, 4 do
    jobs = jobs + redis.call('llen', KEYS[at]) + redis.call('llen', KEYS[at + 1])
      + redis.call('zcard', KEYS[at + 2]) + redis.call('zcard', KEYS[at + 3])
  end
  return jobs`

/** Jobs that wait, run or are delayed, over all queues, by one command: whoever waits for them asks again and again. */
export async function pendingJobs({ redis, byName }: Queues): Promise<number> {
  const keys = QUEUES.flatMap((name) => keysOf(byName[name]))
  return Number(await redis.eval(COUNT, keys.length, ...keys))
}

function keysOf(queue: Queue): string[] {
  return ['wait', 'active', 'delayed', 'prioritized'].map((state) => queue.toKey(state))
}
