import type { Sql } from '../../../src/shell/pg/base/database.ts'
import { AS_OF_BLOCK } from '../../../src/shell/pg/row/as-of-block.ts'

/** Instants as they are in effect, and nothing of where the account stands. */
const INSTANTS = Object.entries(AS_OF_BLOCK).map(([column, of]) => `'${column}', ${of('a')}`)

/** Everything that the accounts of a series of files have come to, by their names: no ids, and no marks. */
export async function bookOf(sql: Sql, mark: string): Promise<Record<string, unknown>> {
  const like = [`%${mark}`]
  const accounts = await sql.query(
    `select to_jsonb(a) - '{id,person_id,chain_head,line_mark,block,place}'::text[]
       || jsonb_build_object(${INSTANTS.join(', ')}) as row from account a
     where external_id like $1 order by external_id`,
    like,
  )
  const facts = await sql.query(
    `select f.kind, f.happened_at as at, f.recorded_at as recorded, f.source,
       case when f.source <> 'engine' then f.key end as key, f.body - 'numbers' as body,
       encode(f.digest, 'hex') as digest, a.external_id as account, p.external_id as debtor
     from fact f join person p on p.id = f.person_id left join account a on a.person_id = f.person_id and a.id = f.account_id
     where p.external_id like $1 order by p.external_id, a.external_id, f.recorded_at, f.kind, 5, f.body`,
    like,
  )
  const persons = await sql.query(
    `select p.external_id as debtor, p.regions, p.zones, p.erased_at as erased from person p
     where p.external_id like $1 order by 1`,
    like,
  )
  const points = await sql.query<{ words: unknown }>(
    `select p.external_id as debtor, c.kind, encode(n.hash, 'hex') as hash, c.valid, c.valid_at as "validAt", c.former,
       c.named_at as "namedAt", c.line, c.place, c.words,
       (select jsonb_object_agg(a.id, a.external_id) from account a where a.person_id = p.id) as names
     from contact_point c join person p on p.id = c.person_id join shared_number n on n.id = c.number_id
     where p.external_id like $1 order by 1, 2, 3`,
    like,
  )
  const holds = await sql.query(
    `select p.external_id as debtor, a.external_id as account, h.kind, h.external_id as name, h.reason, h.from_at as from,
       h.lifted_at as lifted
     from hold h join person p on p.id = h.person_id left join account a on a.person_id = h.person_id and a.id = h.account_id
     where p.external_id like $1 order by 1, 2, 4`,
    like,
  )
  const cases = await sql.query(
    `select a.external_id as account, c.number, c.state, c.epoch, c.next_review_at as review, c.closed_on as closed
     from collection_case c join account a on a.person_id = c.person_id and a.id = c.account_id
     where a.external_id like $1 order by 1, 2`,
    like,
  )
  const tasks = await sql.query(
    `select p.external_id as debtor, t.kind, t.reason, t.resolution, t.resolved_at as at
     from human_task t join person p on p.id = t.person_id where p.external_id like $1 order by 1, 2, 3, 5`,
    like,
  )
  // A row without a day says nothing: a page makes it to lock it, also for a creditor that it brings no day of.
  const feeds = await sql.query(
    `select creditor, lines::text[] as lines, completed::text[] as completed, stale_on as stale from creditor_feed
     where creditor like $1 and (lines <> '{}' or completed <> '{}' or stale_on is not null) order by 1`,
    like,
  )
  return { accounts, facts, persons, points: points.map(named), holds, cases, tasks, feeds }
}

/** Accounts that do not stand where their blocks say, and places that are nobody's and were not left. */
export async function brokenBlocks(sql: Sql): Promise<unknown[]> {
  return sql.query(
    `select b.id as block, p.place - 1 as place, p.account, a.block as stands, a.place as at,
       l.block is not null as left, a.line_mark = substring(b.marks from (16 * (p.place - 1) + 1)::int for 16) as known
     from account_block b cross join unnest(b.persons, b.accounts) with ordinality as p (person, account, place)
     left join account a on a.person_id = p.person and a.id = p.account
     left join account_left l on l.block = b.id and l.place = p.place - 1
     where case when l.block is null
       then (a.block, a.place::bigint) is distinct from (b.id, p.place - 1)
         or a.line_mark is distinct from substring(b.marks from (16 * (p.place - 1) + 1)::int for 16)
         or a.snapshot_at > b.at
       else (a.block, a.place::bigint) is not distinct from (b.id, p.place - 1) end
     union all
     select a.block, a.place, a.id, null, null, null, null from account a
     where a.block is not null and not exists (
       select from account_block b where b.id = a.block and b.accounts[a.place + 1] = a.id)`,
  )
}

/** Words about a point name accounts by their ids. */
function named({ words, names, ...point }: { words: unknown; names?: Record<string, string> }): unknown {
  const text = Object.entries(names ?? {}).reduce(
    (all, [id, name]) => all.replaceAll(`[${id},`, `["${name}",`),
    JSON.stringify(words),
  )
  return { ...point, words: text }
}
