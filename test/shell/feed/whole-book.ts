import type { Sql } from '../../../src/shell/pg/base/database.ts'
import type { Vault } from '../../../src/shell/pg/base/vault.ts'
import { bookOf } from './known-lines-book.ts'

/** Every column of what a series of files writes: ids are told by the names of what they stand for, what is sealed is opened, and links, which are over ids, are left to the audit. */
export async function wholeBook(
  sql: Sql,
  { vault, mark }: { vault: Vault; mark: string },
): Promise<Record<string, unknown>> {
  const like = [`%${mark}`]
  const persons = await sql.query<Sealed>(
    `select to_jsonb(p) - '{id,household_id,chain_head,name_sealed}'::text[]
       || jsonb_build_object('household', h.external_id, 'chained', p.chain_head is not null) as row,
       p.name_sealed as value, p.key_id as key
     from person p left join household h on h.id = p.household_id where p.external_id like $1 order by p.external_id`,
    like,
  )
  const points = await sql.query<Sealed>(
    `select to_jsonb(c) - '{id,person_id,number_id,value_sealed,words}'::text[]
       || jsonb_build_object('debtor', p.external_id, 'hash', n.hash, 'dead', n.dead_at,
         'words', c.words - 'named', 'named', (
           select jsonb_agg(jsonb_build_array(a.external_id, each->1, each->2))
           from jsonb_array_elements(c.words->'named') as each left join account a on a.id = (each->>0)::bigint)) as row,
       c.value_sealed as value, c.key_id as key
     from contact_point c join person p on p.id = c.person_id join shared_number n on n.id = c.number_id
     where p.external_id like $1 order by p.external_id, c.kind, n.hash`,
    like,
  )
  const accounts = await sql.query(
    `select to_jsonb(a) - '{id,person_id,chain_head}'::text[]
       || jsonb_build_object('debtor', p.external_id, 'chained', a.chain_head is not null) as row
     from account a join person p on p.id = a.person_id where a.external_id like $1 order by a.external_id`,
    like,
  )
  const facts = await sql.query(
    `select to_jsonb(f) - '{id,person_id,account_id,hash}'::text[]
       || jsonb_build_object('debtor', p.external_id, 'account', a.external_id,
         'key', case when f.source <> 'engine' then f.key else split_part(f.key, '/', 1) end,
         'body', f.body - '{numbers,case}'::text[],
         'digest', case when f.body->'case' is null then f.digest end, 'numbers', (
           select jsonb_agg(n.hash order by place) from jsonb_array_elements_text(f.body->'numbers') with ordinality as e (id, place)
           join shared_number n on n.id = e.id::bigint)) as row
     from fact f left join person p on p.id = f.person_id
       left join account a on a.person_id = f.person_id and a.id = f.account_id
     where p.external_id like $1 or f.body->>'creditor' like $1
     order by p.external_id, a.external_id, case when p.id is null then f.body->>'creditor' end, f.id`,
    like,
  )
  const { holds, cases, tasks, feeds } = await bookOf(sql, mark)
  const opened = ({ row, value, key }: Sealed): unknown => [row, value && vault.open(value, key)]
  return {
    persons: persons.map(opened),
    points: points.map(opened),
    accounts,
    facts,
    holds,
    cases,
    tasks,
    feeds,
  }
}

interface Sealed {
  row: unknown
  value: Buffer | null
  key: string
}
