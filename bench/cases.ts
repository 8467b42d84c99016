import type pg from 'pg'
import type { ContentHash } from '../src/core/base/id.ts'
import type { Day } from '../src/core/base/time.ts'

/** A case just opened for each account of a filled book, with the account's id and due now. */
export async function openEveryCase(
  client: pg.ClientBase,
  today: Day,
  strategyHash: ContentHash,
): Promise<void> {
  await client.query(
    `insert into collection_case (person_id, id, account_id, number, state, snapshot, strategy, strategy_hash, opened_on, opened_at, next_review_at)
     overriding system value
     select person_id, id, id, 1, 'opened', jsonb_build_object('episodes', '{}'::jsonb, 'lastAnchor', anchor), 'cn-consumer', $2, $1, now(), now() from account`,
    [today, strategyHash],
  )
  await client.query(
    `select setval(pg_get_serial_sequence('collection_case', 'id'), (select max(id) from account))`,
  )
  await client.query('analyze collection_case')
}
