import type { Database, Sql } from '../base/database.ts'
import { ask, plainStatement } from '../base/statement.ts'

/** A value of the environment that a process needs, and that is not set there. */
export interface LackedValue {
  worker: string
  what: string
  name: string
  value: string
}

/** A worker's sign of life is the last work that it did, not that it breathes. */
export interface Heartbeat {
  worked: () => void
  /** The beat says that the process lives and reaches Postgres, though it may have nothing to do, and what its environment lacks. Work that lies ahead, since the clock was put back, counts as of now: else the process would seem to work on after its end. */
  beat: (lacks?: readonly LackedValue[]) => Promise<void>
  /** What is not written yet is written. */
  flush: () => Promise<void>
}

const EVERY_MS = 2000
/** The last work of a process that has done none yet. */
const NEVER = 'epoch'

const BEAT = `insert into heartbeat (worker, instance, last_work_at, detail)
  values ($1, $2, $3, jsonb_build_object('beatAt', clock_timestamp(), 'lacks', $4::jsonb))
  on conflict (worker, instance) do update set
  detail = heartbeat.detail || excluded.detail, last_work_at = least(heartbeat.last_work_at, clock_timestamp())`

/** Beats are written at most every two seconds; one that cannot be written is lost, and the next one says the same. */
export function heartbeat(db: Database, worker: string, instance: string): Heartbeat {
  // The clock of the machine may be put back, and nothing would be written for as long.
  let written = Number.NEGATIVE_INFINITY
  let pending = false
  const write = async (): Promise<void> => {
    written = performance.now()
    pending = false
    await db
      .query(
        `insert into heartbeat (worker, instance, last_work_at) values ($1, $2, clock_timestamp())
         on conflict (worker, instance) do update set last_work_at = excluded.last_work_at`,
        [worker, instance],
      )
      .catch(() => {})
  }
  return {
    worked: () => {
      pending = true
      if (performance.now() - written >= EVERY_MS) void write()
    },
    beat: async (lacks = []) => {
      await db.query(BEAT, [worker, instance, NEVER, JSON.stringify(lacks)]).catch(() => {})
    },
    flush: async () => {
      if (pending) await write()
    },
  }
}

const BEATS = plainStatement({
  name: 'heartbeat-on',
  once: true,
  text: `select exists (
       select 1 from heartbeat
       where worker = $1 and regexp_replace(instance, '-[0-9]+$', '') = $2
         and greatest(last_work_at, (detail->>'beatAt')::timestamptz) > clock_timestamp() - make_interval(secs => $3)
     ) as alive`,
  row: { alive: 'bool' },
})

/** Whether a process of that worker on that host has worked or beaten lately. */
export async function beatsOn(db: Sql, worker: string, host: string, seconds: number): Promise<boolean> {
  const [row] = await ask(db, BEATS, [worker, host, seconds])
  return row?.alive ?? false
}
