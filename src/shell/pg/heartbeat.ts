import type { Database } from './database.ts'

/** A worker's sign of life is the last work that it did, not that it breathes. */
export interface Heartbeat {
  worked: () => void
  /** Writes what is not written yet. */
  flush: () => Promise<void>
}

const EVERY_MS = 2000

/** Written at most every two seconds; a beat that cannot be written is lost, the next one says the same. */
export function heartbeat(db: Database, worker: string, instance: string): Heartbeat {
  let written = 0
  let pending = false
  const write = async (): Promise<void> => {
    written = Date.now()
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
      if (Date.now() - written >= EVERY_MS) void write()
    },
    flush: async () => {
      if (pending) await write()
    },
  }
}
