import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { readCheckToSocket } from '../src/shell/pg/watch/metrics.ts'
import type { Engine } from './engine.ts'

/** What is seen of a running engine at one moment. */
export interface Sample {
  /** Minutes since the run began. */
  minute: number
  contacts: number
  memoryMb: number
  postgresMb: number
  redisMb: number
  checkToRequest: { p50: number; p99: number; most: number }
  violations: number
  lives: Life[]
}

/** How much memory one process holds at one moment. */
export interface Life {
  worker: string
  pid: number
  minute: number
  mb: number
}

const MB = 2 ** 20
/** A process that has just started still loads and warms up: minutes that are left out, in a short and a long run. */
const YOUNG_MINUTES = { least: 2, ofRun: 1 / 12 }
/** A shorter life says nothing about an hour. */
const LONG_MINUTES = { least: 3, ofRun: 1 / 6 }

interface Looked {
  /** The instant at which the run began, by `performance.now()`. */
  begun: number
  violations: number
}

export async function lookAt(engine: Engine, { begun, violations }: Looked): Promise<Sample> {
  const minute = (performance.now() - begun) / 60_000
  const lives = engine.workers
    .pids()
    .map(({ worker, pid }) => ({ worker, pid, minute, mb: residentMb(pid) }))
    .filter(({ mb }) => mb > 0)
  const [row] = await engine.db.query<{ size: number; contacts: number }>(
    `select pg_database_size(current_database())::float8 as size, (select count(*)::int from contact) as contacts`,
  )
  const quantiles = new Map(
    (await readCheckToSocket(engine.db)).map(({ quantile, seconds }) => [
      quantile,
      Math.round(seconds * 1000),
    ]),
  )
  const of = (quantile: string): number => quantiles.get(quantile) ?? 0
  return {
    minute,
    contacts: row?.contacts ?? 0,
    memoryMb: Math.round(lives.reduce((sum, { mb }) => sum + mb, 0)),
    postgresMb: Math.round((row?.size ?? 0) / MB),
    redisMb: await redisMb(engine.servers.redisUrl),
    checkToRequest: { p50: of('0.5'), p99: of('0.99'), most: of('1.0') },
    violations,
    lives,
  }
}

/** 0 = the process is gone. */
function residentMb(pid: number): number {
  try {
    const size = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m)?.[1]
    return Number(size ?? 0) / 1024
  } catch {
    return 0
  }
}

async function redisMb(url: string): Promise<number> {
  const redis = new Redis(url)
  try {
    const used = (await redis.info('memory')).match(/^used_memory:(\d+)/m)?.[1]
    return Math.round((Number(used ?? 0) / MB) * 10) / 10
  } finally {
    redis.disconnect()
  }
}

export interface Growth {
  /** Minutes of each life that were left out. */
  young: number
  /** MB an hour. */
  middle: number
  worst: number
  worker: string
}

/** The slope of each process's memory over its grown life, in a run of so many minutes. */
export function growthOfLives(lives: readonly Life[], minutes: number): Growth {
  const young = Math.max(YOUNG_MINUTES.least, minutes * YOUNG_MINUTES.ofRun)
  const enough = Math.max(LONG_MINUTES.least, minutes * LONG_MINUTES.ofRun)
  const pids = new Set(lives.map(({ pid }) => pid))
  const slopes = [...pids].flatMap((process) => {
    const life = lives.filter(({ pid }) => pid === process)
    const [born, worker] = [life[0]?.minute ?? 0, life[0]?.worker ?? '']
    const grown = life.filter(({ minute }) => minute - born >= young)
    const long = (grown.at(-1)?.minute ?? 0) - (grown[0]?.minute ?? 0)
    return long >= enough ? [{ worker, perHour: slopeOf(grown) * 60 }] : []
  })
  const sorted = slopes.toSorted((a, b) => a.perHour - b.perHour)
  const [middle, worst] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  const round = (value = 0): number => Math.round(value * 10) / 10
  return {
    young: round(young),
    middle: round(middle?.perHour),
    worst: round(worst?.perHour),
    worker: worst?.worker ?? '',
  }
}

/** MB per minute, by least squares. */
function slopeOf(life: readonly Life[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length
  const [minute, mb] = [mean(life.map((one) => one.minute)), mean(life.map((one) => one.mb))]
  const over = life.reduce((sum, one) => sum + (one.minute - minute) * (one.mb - mb), 0)
  const under = life.reduce((sum, one) => sum + (one.minute - minute) ** 2, 0)
  return under === 0 ? 0 : over / under
}
