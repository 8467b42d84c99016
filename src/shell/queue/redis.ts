import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Problem } from '../../core/base/problem.ts'

/** The settings say where the queues are. The prefix is hash-tagged, so that Redis Cluster keeps a queue in one slot. */
export interface RedisSettings {
  url: string
  prefix: string
  /** The private authority that signed for a server under rediss://, as PEM; absent = those that Node trusts. */
  ca?: string
}

/** A connection for whoever enqueues: it fails at once while Redis is away, since the sweep enqueues again. */
export function producerRedis(url: string, ca?: string): Redis {
  const redis = new Redis(url, {
    ...trusting(ca),
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 5000,
    connectTimeout: 2000,
    retryStrategy: backOff,
  })
  redis.on('error', () => {})
  return redis
}

/** A connection for whoever waits for jobs: it waits as long as it takes. */
export function workerRedis(url: string, ca?: string): Redis {
  const redis = new Redis(url, {
    ...trusting(ca),
    maxRetriesPerRequest: null,
    connectTimeout: 2000,
    retryStrategy: backOff,
  })
  redis.on('error', () => {})
  return redis
}

function trusting(ca: string | undefined): { tls?: { ca: string } } {
  return ca === undefined ? {} : { tls: { ca } }
}

/** The check waits for a connection that is being made, but never for one that cannot be: a queue that was never up would wait for ever. */
export async function isUp(redis: Redis, millis = 1000): Promise<boolean> {
  if (redis.status === 'ready') return true
  if (redis.status !== 'connecting' && redis.status !== 'connect') return false
  const ready = new Promise<boolean>((resolve) => redis.once('ready', () => resolve(true)))
  return Promise.race([ready, sleep(millis, false, { ref: false })])
}

function backOff(times: number): number {
  return Math.min(50 * 2 ** times, 2000)
}

/** What must hold of a Redis that carries queues: it refuses rather than evicts, and it writes every second. */
export async function redisProblems(redis: Redis): Promise<Problem[]> {
  const policy = await configOf(redis, 'maxmemory-policy')
  const aof = await configOf(redis, 'appendonly')
  const problems: Problem[] = []
  if (policy !== null && policy !== 'noeviction') {
    problems.push({
      code: 'redis_evicts',
      message: `maxmemory-policy is ${policy}: Redis would drop jobs silently when it is full`,
      suggestion: 'set maxmemory-policy noeviction',
    })
  }
  if (aof !== null && aof !== 'yes') {
    problems.push({
      code: 'redis_without_aof',
      message:
        'Redis keeps no append-only file: a restart would forget every waiting job until the next sweep',
      suggestion: 'set appendonly yes and appendfsync everysec',
    })
  }
  return problems
}

/** Null where the server does not say (some hosted ones forbid CONFIG). */
async function configOf(redis: Redis, name: string): Promise<string | null> {
  try {
    const answer = await redis.config('GET', name)
    return answer[1] ?? null
  } catch {
    return null
  }
}
