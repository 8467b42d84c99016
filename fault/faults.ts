import { readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Switch } from '../src/shell/local/private-servers.ts'
import type { WorkerName } from '../src/shell/run/workers.ts'
import { type Engine, PACE } from './engine.ts'
import { CALM, type Mood } from './moods.ts'
import { withShiftedClock } from './shifted-clock.ts'
import { WORKER_NAMES } from './worker-processes.ts'

export interface Fault {
  about: string
  /** The fault has the book told and does the harm meanwhile, and puts everything right again; the answer says how often the harm was done. */
  inflict(engine: Engine, tell: Tell): Promise<number>
}

type Tell = () => Promise<void>

const AWAY_MS = 3_000
/** What was told last is on its way until then. */
const ON_ITS_WAY_MS = 2_500
const HOURS_OFF = 2
const BETWEEN_MS = 700

/** One entry = one line of the table. Workers come from the engine's own list. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  ...ofEachWorker('kill', (worker) => ({
    about: `SIGKILL of ${worker}, twice`,
    inflict: ({ workers }, tell) => whileTold(tell, 2, () => workers.kill(worker)),
  })),
  ...ofEachWorker('freeze', (worker) => ({
    about: `SIGSTOP of ${worker} for ${frozenSeconds(worker)} s`,
    inflict: ({ workers }, tell) =>
      whileTold(tell, 1, () => workers.freeze(worker, frozenSeconds(worker) * 1000)),
  })),
  'redis-flushed': {
    about: 'FLUSHALL, three times',
    inflict: ({ servers }, tell) =>
      whileTold(tell, 3, () => withRedis(servers.redisUrl, (redis) => redis.flushall())),
  },
  'redis-cut': {
    about: 'Redis killed, the last third of its append-only file cut off, started again',
    inflict: ({ servers }, tell) => whileTold(tell, 1, () => cutRedis(servers)),
  },
  'redis-away': {
    about: `Redis away for ${AWAY_MS / 1000} s`,
    inflict: ({ servers }, tell) => whileTold(tell, 1, () => away(servers.redis)),
  },
  'postgres-away': {
    about: `Postgres away for ${AWAY_MS / 1000} s`,
    inflict: ({ servers }, tell) => whileTold(tell, 1, () => away(servers.postgres)),
  },
  'provider-resets': storm('connections that break before and after a message was taken', [
    'reset',
    'accept_reset',
    'accept',
  ]),
  'provider-busy': storm('429', ['busy_429', 'accept', 'busy_429']),
  'provider-errors': storm('500 before and after a message was taken', ['error_500', 'accept_500', 'accept']),
  'provider-slow': storm('messages that are taken after the request was given up, or never', [
    'accept_late',
    'silence',
    'accept',
  ]),
  'provider-receipts': storm('every receipt three times, the first before the answer', ['accept'], 3),
  'clock-ahead': clockOff('ahead', HOURS_OFF),
  'clock-behind': clockOff('behind', -HOURS_OFF),
}
export const FAULT_NAMES = Object.keys(FAULTS)

function ofEachWorker(verb: string, fault: (worker: WorkerName) => Fault): Record<string, Fault> {
  return Object.fromEntries(WORKER_NAMES.map((worker) => [`${verb}-${worker}`, fault(worker)]))
}

function storm(about: string, moods: Mood[], receipts = 0): Fault {
  return {
    about: `A provider with ${about}`,
    inflict: async ({ gateway }, tell) => {
      await gateway.set({ moods, receipts })
      await tell()
      await sleep(ON_ITS_WAY_MS)
      return gateway.set(CALM)
    },
  }
}

/** One of two machines has the wrong time: what sends and what sweeps on it work beside the right ones. */
function clockOff(word: string, hours: number): Fault {
  const wrong: WorkerName[] = ['sms', 'ticks', 'relay', 'decide']
  return {
    about: `A second ${wrong.join(', ')} whose clock is ${HOURS_OFF} hours ${word}`,
    inflict: async ({ workers }, tell) => {
      const started = await Promise.all(wrong.map((worker) => workers.add(worker, withShiftedClock(hours))))
      await tell()
      await sleep(ON_ITS_WAY_MS)
      await Promise.all(started.map((child) => child.stop()))
      return wrong.length
    },
  }
}

/** A freeze is longer than locks and leases; a sender is frozen so long that another has sent its messages meanwhile, after the provider was asked twice. */
function frozenSeconds(worker: WorkerName): number {
  return PACE.lease + 1 + (worker === 'sms' ? 2 * PACE.quiet + 1 : 0)
}

async function whileTold(tell: Tell, count: number, harm: () => Promise<unknown>): Promise<number> {
  const harmed = async (): Promise<void> => {
    for (let time = 0; time < count; time++) {
      await sleep(BETWEEN_MS)
      await harm()
    }
  }
  await Promise.all([tell(), harmed()])
  return count
}

async function away(server: Switch): Promise<void> {
  await server.stop()
  await sleep(AWAY_MS)
  await server.start()
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url)
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

async function cutRedis({ redis, folder }: Engine['servers']): Promise<void> {
  await redis.stop('kill')
  const home = join(folder, 'redis', 'appendonlydir')
  for (const name of readdirSync(home).filter((one) => one.endsWith('.incr.aof'))) {
    const file = join(home, name)
    truncateSync(file, Math.floor((statSync(file).size * 2) / 3))
  }
  await redis.start()
}
