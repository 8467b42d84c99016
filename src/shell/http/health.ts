import type { MachineClock } from '../../flow/ports/transactions.ts'
import { isoOf, type Instant } from '../../core/base/time.ts'
import { toldAt } from '../../core/base/told.ts'
import { brakeWords } from '../../core/deliver/brake.ts'
import { type BrakeRow, brakesOn } from '../pg/door/brake.ts'
import type { Sql } from '../pg/base/database.ts'
import {
  type Backlog,
  type Beat,
  type Clocks,
  countParked,
  countStuck,
  type ParkedCount,
  readBacklog,
  readBeats,
  readClocks,
} from '../pg/watch/health.ts'
import { staleCreditors } from '../pg/watch/figures.ts'

/** Due work may wait this long, and a worker be silent meanwhile, before it counts as dead. */
const SILENT_SECONDS = 120
/** The database's clock and ours; more, and leases cannot be trusted. */
const SKEW_MS = 2_000

export interface HealthDeps {
  db: Sql
  clock: MachineClock
  pingRedis(): Promise<boolean>
  separated: boolean
}

export interface Remark {
  code: string
  message: string
}

export interface Health {
  /** `degraded` = the service answers (200), and rows are put aside. */
  status: 'ok' | 'degraded' | 'failing'
  /** Any of these makes it fail (503). */
  problems: Remark[]
  warnings: Remark[]
  postgres: boolean
  redis: boolean
  businessNow: string | null
  virtualClock: boolean
  /** Open cases with neither a review nor an open task, and rows that are put aside. */
  stuck: number | null
  /** Rows that a loop has put aside, by loop and kind. */
  parked: ParkedCount[] | null
  /** What is stopped by hand; null = any. */
  brakes: {
    channel: string | null
    strategy: string | null
    creditor: string | null
    since: string
    by: string
  }[]
  workers: { worker: string; lastWorkAt: string; instances: number }[]
  backlog: Backlog[]
}

/** Alive is who did the work that was due, not who answers a ping. */
export async function readHealth(deps: HealthDeps): Promise<Health> {
  const [redis, facts] = await Promise.all([
    deps.pingRedis().catch(() => false),
    readDatabase(deps.db).catch(() => null),
  ])
  const problems: Remark[] = []
  if (!facts) problems.push({ code: 'postgres_down', message: 'the database does not answer' })
  if (!redis)
    problems.push({ code: 'redis_down', message: 'Redis does not answer; what is due waits in Postgres' })
  if (facts) problems.push(...silentWorkers(facts, deps.clock.now()))
  return {
    status: problems.length > 0 ? 'failing' : (facts?.parked.length ?? 0) > 0 ? 'degraded' : 'ok',
    problems,
    warnings: warningsOf(deps, facts),
    postgres: facts !== null,
    redis,
    businessNow: facts ? toldAt(facts.clocks.business) : null,
    virtualClock: facts?.clocks.virtual ?? false,
    stuck: facts?.stuck ?? null,
    parked: facts?.parked ?? null,
    brakes: (facts?.brakes ?? []).map(({ channel, strategy, creditor, stoppedAt, stoppedBy: by }) => {
      return { channel, strategy, creditor, since: isoOf(stoppedAt), by }
    }),
    workers: (facts?.beats ?? []).map((beat) => ({ ...beat, lastWorkAt: toldAt(beat.lastWorkAt) })),
    backlog: facts?.backlog ?? [],
  }
}

interface DatabaseFacts {
  clocks: Clocks
  beats: Beat[]
  backlog: Backlog[]
  stuck: number
  parked: ParkedCount[]
  brakes: BrakeRow[]
  stale: Awaited<ReturnType<typeof staleCreditors>>
}

async function readDatabase(db: Sql): Promise<DatabaseFacts> {
  const [clocks, beats, backlog, stuck, parked, brakes, stale] = await Promise.all([
    readClocks(db),
    readBeats(db),
    readBacklog(db),
    countStuck(db),
    countParked(db),
    brakesOn(db),
    staleCreditors(db),
  ])
  return { clocks, beats, backlog, stuck, parked, brakes, stale }
}

/** Due work that waits while nobody of its kind has done anything. Virtual time jumps: there a wait means nothing. */
function silentWorkers({ clocks, beats, backlog }: DatabaseFacts, now: Instant): Remark[] {
  if (clocks.virtual) return []
  const lastOf = new Map(beats.map((beat) => [beat.worker, beat.lastWorkAt]))
  return backlog
    .filter(({ seconds }) => seconds > SILENT_SECONDS)
    .filter(({ worker }) => now - (lastOf.get(worker) ?? 0) > SILENT_SECONDS * 1000)
    .map(({ worker, seconds }) => ({
      code: 'worker_silent',
      message: `work for ${worker} has waited ${Math.round(seconds)} s and no ${worker} worker does it`,
    }))
}

/** Somebody is not worked on: a human has a task, and the figures must not look well. */
function parkedRemarks({ parked }: DatabaseFacts): Remark[] {
  return parked.map(({ loop, kind, rows }) => ({
    code: 'rows_parked',
    message: `${loop} has put ${rows} ${kind} row${rows === 1 ? '' : 's'} aside: look at the tasks of kind parked`,
  }))
}

function warningsOf(deps: HealthDeps, facts: DatabaseFacts | null): Remark[] {
  const warnings: Remark[] = []
  if (!deps.separated) {
    warnings.push({
      code: 'one_role',
      message: 'the engine connects as the owner of its tables: set DATABASE_URL and DATABASE_OWNER_URL',
    })
  }
  if (!facts) return warnings
  warnings.push(...parkedRemarks(facts))
  for (const brake of facts.brakes) warnings.push({ code: 'stopped_by_hand', message: brakeWords(brake) })
  if (facts.stuck > 0) {
    warnings.push({
      code: 'stuck_cases',
      message: `${facts.stuck} open cases or rows are looked at by nobody`,
    })
  }
  if (facts.stale.length > 0) {
    const which = facts.stale.map(({ creditor, asOf }) => `${creditor} (${asOf})`).join(', ')
    warnings.push({
      code: 'feed_stale',
      message: `nobody is contacted on the stale figures of ${which}`,
    })
  }
  const skew = Math.abs(facts.clocks.machine - deps.clock.now())
  if (skew > SKEW_MS) {
    warnings.push({
      code: 'clock_skew',
      message: `this machine and the database differ by ${Math.round(skew / 1000)} s`,
    })
  }
  return warnings
}
