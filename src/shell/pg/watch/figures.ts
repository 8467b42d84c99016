import type { Day } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import { ask, askOne, statement } from '../base/statement.ts'

/** How old a creditor's figures are. */
export interface FiguresAge {
  creditor: string
  /** Null = it sends events only. */
  asOf: Day | null
  /** The age in days from which it is stale; null = not known. */
  staleAfter: number | null
  isStale: boolean
  /** Accounts that are held because their figures are stale, alone or with all others. */
  held: number
}

/** Creditors of accounts that owe something, one probe of the index each; the stale ones first. */
const FIGURES = statement<FiguresAge>({
  name: 'read-figures',
  text: `
  with recursive named as (
    (select creditor from account where anchor is not null order by creditor limit 1)
    union all
    select (select a.creditor from account a where a.anchor is not null and a.creditor > n.creditor
            order by a.creditor limit 1)
    from named n where n.creditor is not null
  ), held as (
    select creditor, count(*)::int as held from account where stale_from is not null group by 1
  )
  select n.creditor, case when cardinality(f.completed) > 0 then f.completed[1] else f.lines[1] end::text as "asOf",
    f.age_days as "staleAfter", coalesce(f.stale_on <= (business_now() at time zone 'UTC')::date, false) as "isStale",
    coalesce(h.held, 0) as held
  from named n
  left join creditor_feed f on f.creditor = n.creditor
  left join held h on h.creditor = n.creditor
  where n.creditor is not null
  order by 4 desc, 5 desc, 1 limit $1`,
  row: { creditor: 'text', asOf: 'text?', staleAfter: 'int4?', isStale: 'bool', held: 'int4' },
})

export function readFigures(db: Sql, limit = 100): Promise<FiguresAge[]> {
  return ask(db, FIGURES, [limit])
}

export interface StaleCount {
  creditors: number
  accounts: number
}

const STALE = statement<StaleCount>({
  name: 'stale-count',
  once: true,
  text: `
    select (select count(*)::int from creditor_feed
            where stale_on <= (business_now() at time zone 'UTC')::date) as creditors,
      (select count(*)::int from account where stale_from is not null) as accounts`,
  row: { creditors: 'int4', accounts: 'int4' },
})

/** The alarm: creditors whose figures are stale, and accounts that are held for their figures. */
export const countStale = (db: Sql) => askOne(db, STALE)
