import type { Day } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { BYTES_OF_MARK } from './blocks.ts'

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

const OF_ACCOUNTS = statement<{ creditor: string }>({
  name: 'import-creditors-of',
  once: true,
  text: 'select distinct creditor from account where external_id = any($1) order by 1',
  row: { creditor: 'text' },
})

/** The same of accounts whose names are remembered. */
export async function creditorsOf(sql: Sql, accounts: readonly string[]): Promise<string[]> {
  if (accounts.length === 0) return []
  return (await ask(sql, OF_ACCOUNTS, [accounts])).map(({ creditor }) => creditor)
}

const onLastDay = (at: string): string =>
  `${at} >= f.last::timestamp at time zone 'UTC' and ${at} < (f.last + 1)::timestamp at time zone 'UTC'`

const MISSING = statement<Missing>({
  name: 'import-missing',
  once: true,
  text: `
    with f as materialized (
      select c.creditor, d.last from creditor_feed c
      cross join lateral (select max(d) as last from unnest(c.lines) as d where d < $2::date) d
      where c.creditor = any($1) and c.lines[1] = $2::date and d.last is not null
    ), left_out as (
      select f.creditor, count(*) as accounts from f
      join account a on a.creditor = f.creditor and a.block is null and ${onLastDay('a.snapshot_at')}
      group by 1
      union all
      select f.creditor, sum(octet_length(b.marks) / ${BYTES_OF_MARK} - (select count(*) from account_left l where l.block = b.id))
      from f join account_block b on b.creditor = f.creditor and ${onLastDay('b.at')}
      group by 1)
    select f.creditor, f.last::text as "lastFile", sum(o.accounts)::int as accounts
    from f join left_out o on o.creditor = f.creditor
    group by 1, 2 having sum(o.accounts) > 0 order by 1`,
  row: { creditor: 'text', lastFile: 'text', accounts: 'int4' },
})

/** One pass over the accounts of each creditor that stand alone, and over its blocks: those whose last line is of the day of its last file before this one. `sends: changes` = nothing is missing. */
export async function missingAccounts(
  sql: Sql,
  { creditors, day }: { creditors: readonly string[]; day: Day },
): Promise<Missing[]> {
  return creditors.length === 0 ? [] : ask(sql, MISSING, [creditors, day])
}
