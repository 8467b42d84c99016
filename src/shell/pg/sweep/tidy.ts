import type { SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { askOne, plainStatement } from '../base/statement.ts'

/** How long what is over can still be looked at. */
const BEAT_DAYS = 7
const RATE_DAYS = 2
const OPENING_DAYS = 7

/** The places of the rows are read first, so that a page is a page. */
const page = (table: string, over: string): string =>
  `delete from ${table} where ctid = any (array(select ctid from ${table} where ${over} limit $2)) returning 1`

const TIDY = plainStatement({
  name: 'sweep-tidy',
  text: `
    with beats as (${page(
      'heartbeat',
      `greatest(last_work_at, (detail ->> 'beatAt')::timestamptz) < clock_timestamp() - interval '${BEAT_DAYS} days'`,
    )}),
    rates as (${page('rate_slot', `hour < ${instantOf('$1')} - interval '${RATE_DAYS} days'`)}),
    openings as (${page('opening_count', `day < (${instantOf('$1')} at time zone 'UTC')::date - ${OPENING_DAYS}`)})
    select greatest((select count(*) from beats), (select count(*) from rates), (select count(*) from openings)) as rows`,
  row: { rows: 'int8' },
})

/** Signs of life of processes that are gone, hours of rates and days of openings that are over. The answer is how many rows the table with most had, so that a full page asks for another. */
export async function tidy(tx: SqlTransaction, limit: number): Promise<number> {
  return (await askOne(tx, TIDY, [tx.now, limit])).rows
}
