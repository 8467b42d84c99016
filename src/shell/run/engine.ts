import { readFileSync } from 'node:fs'
import { ProblemError } from '../../core/base/problem.ts'
import type { PersonId } from '../../core/base/id.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import type { IncomingRow } from '../../flow/ports/record.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import { type RecordDeps, type Recorded, recordFacts } from '../../flow/record.ts'
import type { Settings } from '../env/settings.ts'
import { knownReplies } from '../config/known-replies.ts'
import { prepareWith } from '../feed/prepare.ts'
import { nextTurn } from '../http/breath.ts'
import type { Log } from '../log/log.ts'
import { tellParked } from '../log/parked.ts'
import { configPort } from '../pg/config/config.ts'
import { connect, type Database, WORKER_LIMITS } from '../pg/base/database.ts'
import { NEEDING, neededValues } from '../env/needed-values.ts'
import { heartbeat } from '../pg/watch/heartbeat.ts'
import { askForTick } from '../pg/watch/tick-run.ts'
import { recordStore } from '../pg/record/record.ts'
import { closedVault, openVault, type Vault } from '../pg/base/vault.ts'
import { type QueueEnqueuer, enqueuerOn } from '../queue/enqueuer.ts'
import { openQueues, type Queues } from '../queue/queues.ts'
import type { RedisSettings } from '../queue/redis.ts'

/** What every process has: the database, the queues, the keys, the active schedules. */
export interface Engine {
  settings: Settings
  log: Log
  db: Database
  redis: RedisSettings
  queues: Queues
  enqueuer: QueueEnqueuer
  vault: Vault
  config: ConfigPort
  machine: MachineClock
  /** Facts are stored, then decide is woken for the persons whom they affect. */
  record: (rows: IncomingRow[]) => Promise<Recorded>
  /** The sign of life, after each piece of work. */
  worked: () => void
  /** The sign of life of a process that may have nothing to do. */
  beat: () => Promise<void>
  close: () => Promise<void>
}

export interface EngineOptions {
  settings: Settings
  log: Log
  worker: string
  instance: string
}

const PAGE = 200

export function openEngine({ settings, log, worker, instance }: EngineOptions): Engine {
  const db = connect({
    url: settings.DATABASE_URL,
    max: settings.DATABASE_POOL,
    applicationName: `arrears ${worker}`,
    limits: WORKER_LIMITS,
    pipelined: true,
  })
  const redis = {
    url: settings.REDIS_URL,
    prefix: settings.QUEUE_PREFIX,
    ...(settings.REDIS_CA !== undefined && { ca: readFileSync(settings.REDIS_CA, 'utf8') }),
  }
  const queues = openQueues(redis)
  const enqueuer = enqueuerOn(queues, log, async (event) => {
    if (event === 'detect') await askForTick(db, 'detect')
  })
  const vault = vaultOf(settings)
  const beat = heartbeat(db, worker, instance)
  const config = configPort(db)
  const recording: RecordDeps = {
    store: recordStore(db),
    prepare: prepareWith(vault),
    replies: knownReplies(config),
    pause: nextTurn,
  }
  return {
    settings,
    log,
    db,
    redis,
    queues,
    enqueuer,
    vault,
    config,
    machine: { now: () => Date.now() },
    record: async (rows) => {
      const recorded = await recordFacts(recording, rows)
      tellParked(log, recorded.parked)
      await enqueueFor(enqueuer, recorded)
      return recorded
    },
    worked: beat.worked,
    beat: async () => beat.beat(await lacksOf(worker, config)),
    close: async () => {
      await beat.flush()
      queues.close()
      await db.close()
    },
  }
}

/** The values that the active schedules need of a process, and that its environment lacks; nothing where nothing can be read. */
async function lacksOf(worker: string, config: ConfigPort) {
  const needing = worker.split('+').filter((one) => NEEDING.includes(one))
  if (needing.length === 0) return []
  const active = await config.active().catch(() => null)
  const needed = needing.flatMap((one) => (active ? neededValues(one, active.schedules) : []))
  return needed.filter(({ value }) => !process.env[value])
}

/** A service that opens nothing gets no keys. */
function vaultOf({
  ARREARS_SEAL_KEYS: seal,
  ARREARS_HASH_KEY: hash,
  ARREARS_SEAL_KEY_IDS: ids,
}: Settings): Vault {
  if (seal !== undefined && hash !== undefined) return openVault({ seal, hash })
  return closedVault((ids ?? '').split(',').flatMap((id) => id.trim() || []))
}

/** It throws where a service that opens or seals something was given no keys. */
export function needKeys({ settings }: Pick<Engine, 'settings'>): void {
  const missing = (['ARREARS_SEAL_KEYS', 'ARREARS_HASH_KEY'] as const).filter((name) => !settings[name])
  if (missing.length === 0) return
  throw new ProblemError(
    missing.map((path) => ({
      code: 'bad_setting',
      path,
      message: `${path} is not set`,
      suggestion: 'the API, and what sends messages, open and seal personal values',
    })),
  )
}

/** A few persons share the page that waits anyway; many get pages of their own, for many workers. */
async function enqueueFor(enqueuer: QueueEnqueuer, { affected: reached, look }: Recorded): Promise<void> {
  if (reached.length > 0 && reached.length <= PAGE) await enqueuer.enqueueDue()
  if (reached.length > PAGE) await enqueuer.enqueueReviews(pagesOf(reached))
  if (look) await enqueuer.enqueueDetect()
}

function pagesOf(reached: PersonId[]): PersonId[][] {
  return Array.from({ length: Math.ceil(reached.length / PAGE) }, (_, page) =>
    reached.slice(page * PAGE, (page + 1) * PAGE),
  )
}
