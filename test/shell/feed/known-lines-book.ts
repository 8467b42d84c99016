import type { Sql } from '../../../src/shell/pg/base/database.ts'

/** Everything that the accounts of a series of files have come to, by their names: no ids, and no marks. */
export async function bookOf(sql: Sql, mark: string): Promise<Record<string, unknown>> {
  const like = [`%${mark}`]
  const accounts = await sql.query(
    `select to_jsonb(a) - '{id,person_id,chain_head,line_mark}'::text[] as row from account a
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

/** Words about a point name accounts by their ids. */
function named({ words, names, ...point }: { words: unknown; names?: Record<string, string> }): unknown {
  const text = Object.entries(names ?? {}).reduce(
    (all, [id, name]) => all.replaceAll(`[${id},`, `["${name}",`),
    JSON.stringify(words),
  )
  return { ...point, words: text }
}
