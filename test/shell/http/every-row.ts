import type { Sql } from '../../../src/shell/pg/base/database.ts'

/** A refused row is told with its place in the page, and the page is another where some of it went a shorter way. */
const PLACED = (account: string) =>
  `exists (select from fact e where e.account_id = ${account} and e.kind in ('row.refused', 'row.answered'))`

/** What of a row may differ between two databases in which the same came to pass: the order of what came at the same time, machine time, and what was sealed under a salt. Links are compared wherever none of this is linked. */
const TABLES: Record<string, string> = {
  fact: `to_jsonb(t) - 'id' - case when source = 'engine' then '{key,digest}' else '{}' end::text[]
    - case when account_id is null or ${PLACED('t.account_id')} then 'hash' else '' end #- '{body,sealed}' #- '{body,line}'`,
  contact: `to_jsonb(t) - 'client_ref'`,
  account: `to_jsonb(t) - case when ${PLACED('t.id')} then 'chain_head' else '' end`,
  collection_case: 'to_jsonb(t)',
  hold: `to_jsonb(t) - '{id,known_fact}'::text[]`,
  human_task: `to_jsonb(t) - '{id,sealed_id}'::text[]`,
  audit: `to_jsonb(t) - '{id,at}'::text[] #- '{detail,task}'`,
  callback_body: `to_jsonb(t) - 'at'`,
  callback_seen: `to_jsonb(t) - 'at'`,
  accepted_twice: `to_jsonb(t) - 'at'`,
}

/** Every row that a callback may write. */
export async function everyRow(sql: Sql): Promise<string[]> {
  const rows: string[] = []
  for (const [table, told] of Object.entries(TABLES)) {
    const found = await sql.query<{ row: string }>(`select (${told})::text as row from ${table} t order by 1`)
    rows.push(...found.map(({ row }) => `${table} ${row}`))
  }
  return rows
}
