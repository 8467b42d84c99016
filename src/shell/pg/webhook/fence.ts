import type { Sql } from '../base/database.ts'
import { askOne, plainStatement } from '../base/statement.ts'

const LAST = plainStatement({
  name: 'webhook-last',
  text: `select coalesce(pg_sequence_last_value('fact_id_seq'), 0) as last`,
  row: { last: 'int8' },
})
const OWN = plainStatement({
  name: 'webhook-own',
  text: 'select pg_current_xact_id()::text::int8 as own',
  row: { own: 'int8' },
})
const OLDEST = plainStatement({
  name: 'webhook-oldest',
  text: 'select pg_snapshot_xmin(pg_current_snapshot())::text::int8 as oldest',
  row: { oldest: 'int8' },
})

/** The position of the newest event, which may not be committed yet. */
export async function lastPosition(db: Sql): Promise<number> {
  return (await askOne(db, LAST)).last
}

/** Numbers are given before they are committed: a lower one may appear behind a higher one. The fence is the number up to which nothing can appear any more. Whoever writes a fact holds a row, and so a transaction number, before it takes the fact's number: once every transaction is over that had begun when a number was the last, all numbers up to it are there or never will be. */
export function fence(db: Sql): () => Promise<number> {
  let [sure, behind] = [0, { last: 0, own: 0 }]
  const look = async (): Promise<void> => {
    if (behind.last > sure && (await askOne(db, OLDEST)).oldest > behind.own) sure = behind.last
  }
  return async () => {
    await look()
    if (behind.last > sure) return sure
    const last = await lastPosition(db)
    if (last <= sure) return sure
    behind = { last, own: (await askOne(db, OWN)).own }
    await look()
    return sure
  }
}
