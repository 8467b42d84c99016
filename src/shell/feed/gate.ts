import { minorDigits } from '../../core/base/money.ts'
import type { Day } from '../../core/base/time.ts'
import type { Sql } from '../pg/database.ts'
import { forced } from './refusal.ts'
import type { Doubt } from './refusal.ts'

export interface Gate {
  file: string
  run: number
  today: Day
  /** Of the book that one file may cure, or open. */
  maxShare: number
}

/** Below so many accounts a file may do anything. */
const SMALL_BOOK = 100

/** What the staged lines would do to the book, in whole accounts; one pass over the staging. Payments and bills that are known already do nothing. */
const WOULD = `
  with said as (
    select s.line, f.value->'fact' as fact from import_staging s, jsonb_array_elements(s.fact) f where s.run_id = $1
  ), shot as (
    select distinct on (fact->>'account') fact->>'account' as account, (fact->>'pastDue')::numeric as past_due
    from said where fact->>'type' = 'account.snapshot'
    order by fact->>'account', fact->>'at' desc
  ), paid as (
    select a.person_id, a.id, sum((fact->>'amount')::numeric) as amount
    from said join account a on a.external_id = fact->>'account'
    where fact->>'type' = 'payment.received' and not exists (
      select from payment p
      where p.person_id = a.person_id and p.account_id = a.id and p.external_id = fact->>'payment')
    group by 1, 2
  ), billed as (
    select distinct fact->>'account' as account
    from said left join account a on a.external_id = fact->>'account'
    where fact->>'type' = 'obligation.billed' and (fact->>'dueOn')::date < $2 and not exists (
      select from obligation o
      where o.person_id = a.person_id and o.account_id = a.id and o.external_id = fact->>'obligation')
  )
  select
    (select count(*) from account) as book,
    (select count(*) from shot s join account a on a.external_id = s.account
      where s.past_due = 0 and a.past_due > 0)
    + (select count(*) from paid p join account a on a.person_id = p.person_id and a.id = p.id
       join unnest($3::text[], $4::int[]) as u (currency, digits) on u.currency = a.currency
       where a.past_due > 0 and p.amount * power(10::numeric, u.digits) >= a.past_due) as cures,
    (select count(*) from shot s left join account a on a.external_id = s.account
      where s.past_due > 0 and coalesce(a.past_due, 0) = 0)
    + (select count(*) from billed b join account a on a.external_id = b.account where a.past_due = 0) as opens`

interface Would {
  book: number
  cures: number
  opens: number
}

/** An error in a ledger's export looks like everybody paying, or nobody. */
export async function massChange(sql: Sql, { file, run, today, maxShare }: Gate): Promise<Doubt | null> {
  const currencies = Intl.supportedValuesOf('currency')
  const [would] = await sql.query<Would>(WOULD, [run, today, currencies, currencies.map(minorDigits)])
  if (!would || would.book <= SMALL_BOOK) return null
  const [what, count] = would.cures >= would.opens ? ['cure', would.cures] : ['open', would.opens]
  if (count / would.book <= maxShare) return null
  const share = ((100 * count) / would.book).toFixed(1)
  return forced(
    'mass_change',
    file,
    `the file would ${what} ${count} of ${would.book} accounts (${share} %, allowed are ${100 * maxShare} %)`,
  )
}
