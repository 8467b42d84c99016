import type { Day } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'

/** Accounts of a creditor's last file that a file leaves out. */
export interface Missing {
  creditor: string
  /** The day of that last file. */
  lastFile: Day
  accounts: number
}

const CREDITORS = statement<{ creditor: string }>({
  name: 'import-creditors',
  once: true,
  text: `
    select distinct a.creditor from import_staging s, unnest(s.told) as n (name)
    join account a on a.external_id = n.name where s.run_id = $1 order by 1`,
  row: { creditor: 'text' },
})

/** The creditors that the staged lines of a file name, by their accounts. */
export async function creditorsIn(sql: Sql, run: number): Promise<string[]> {
  return (await ask(sql, CREDITORS, [run])).map(({ creditor }) => creditor)
}

const MISSING = statement<Missing>({
  name: 'import-missing',
  once: true,
  text: `
    select f.creditor, f.last::text as "lastFile", count(*)::int as accounts
    from (
      select c.creditor, (select max(d) from unnest(c.lines) as d where d < $2::date) as last
      from creditor_feed c where c.creditor = any($1) and c.lines[1] = $2::date) f
    join account a on a.creditor = f.creditor
      and a.snapshot_at >= f.last::timestamp at time zone 'UTC'
      and a.snapshot_at < (f.last + 1)::timestamp at time zone 'UTC'
    group by 1, 2 order by 1`,
  row: { creditor: 'text', lastFile: 'text', accounts: 'int4' },
})

/** One pass over the accounts of each creditor: those whose last line is of the day of its last file before this one. `sends: changes` = nothing is missing. */
export async function missingAccounts(
  sql: Sql,
  { creditors, day }: { creditors: readonly string[]; day: Day },
): Promise<Missing[]> {
  return creditors.length === 0 ? [] : ask(sql, MISSING, [creditors, day])
}
