import type pg from 'pg'
import { type Instant, isoOf, lastDayOf } from '../src/core/base/time.ts'
import { when } from '../src/core/fact/kind/kind.ts'
import { dayOfFile } from '../src/core/model/feed-file.ts'
import { keyOfMarks } from '../src/shell/feed/line-marks.ts'
import type { Vault } from '../src/shell/pg/base/vault.ts'
import { COLUMNS } from './daily-file.ts'
import { stagePlain, UPSERT } from './plain-import.ts'

/** What a day with changes cannot do without: all that COPY and one upsert do, and of each row that changed what is asked for in the engine's tables, set by set: its fact with its link, the head of its chain, the figures of its account as of the file with the mark of the line, its open case brought forward. Nothing is validated, looked up twice, staged or told, no account stands in a block, and of what did not change nothing is written. The engine goes on from there as from its own day. */
export interface BoundChanges {
  /** A connection that may write both books. */
  client: pg.Client
  vault: Vault
  path: string
  /** The instant of the file, and the one at which it is recorded; on its day no account comes into another bucket. */
  at: Instant
}

/** The answer is how many rows changed. */
export async function boundChangedDay({ client, vault, path, at }: BoundChanges): Promise<number> {
  await client.query('begin')
  await stagePlain(client, path)
  const said = isoOf(at)
  const one = when({ at: said })
  const today = lastDayOf([ZONE], at)
  const params = [at, said, one, encodeURIComponent(one), keyOfMarks(vault, COLUMNS), today]
  const { rowCount } = await client.query(CHANGE, params)
  await client.query(NOTE, [dayOfFile(at)])
  await client.query('commit')
  return rowCount ?? 0
}

/** The zone of every line of the file. */
const ZONE = 'America/New_York'

const AT = 'to_timestamp($1::float8 / 1000)'
const saidAt = (at: string): string =>
  `'{"account":"' || c.account || '","at":"' || ${at}::text || '","balance":"' || c.balance
    || '","oldestDueOn":"' || c.oldest_due_on || '","pastDue":"' || c.past_due || '","type":"account.snapshot"}'`

/** Amounts have two digits behind the point. */
const CHANGE = `
  with changed as (${UPSERT} returning ${COLUMNS}),
  said as materialized (
    select a.person_id, a.id, a.chain_head as before, (c.past_due * 100)::bigint as owed,
      (c.balance * 100)::bigint as balance, c.oldest_due_on as anchor, c.score,
      'account.snapshot/' || c.account || '/' || $4::text as key, ${saidAt('$2')} as body,
      sha256(convert_to(${saidAt('$3')}, 'UTF8')) as digest,
      substring(sha256(convert_to($5::text || concat_ws(',', ${COLUMNS.split(',')
        .map((name) => `c.${name}`)
        .join(', ')}), 'UTF8')) for 16) as mark
    from changed c join account a on a.external_id = c.account
  ), linked as materialized (
    select s.*, sha256(s.before || convert_to('[' || s.person_id || ',' || s.id || ',"account.snapshot",' || $1::int8 || ','
      || $1::int8 || ',"ledger","' || s.key || '",' || s.body || ',"' || encode(s.digest, 'hex') || '"]', 'UTF8')) as head
    from said s
  ), facts as (
    insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
    select person_id, id, 'account.snapshot', ${AT}, ${AT}, 'ledger', key, body::jsonb, digest, head from linked
  ), woken as (
    update collection_case c set next_review_at = ${AT} from linked l
    where c.person_id = l.person_id and c.account_id = l.id and c.closed_on is null
  )
  update account a set past_due = l.owed, balance = l.balance, anchor = l.anchor, score = l.score, look_on = $6::date,
    snapshot_at = ${AT}, score_at = ${AT}, line_at = ${AT}, line_mark = l.mark, chain_head = l.head
  from linked l where a.person_id = l.person_id and a.id = l.id`

const NOTE = 'update creditor_feed set lines = array_prepend($1::date, lines), judged = null'
