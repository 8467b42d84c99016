import type { Day } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import { askOne, plainStatement, statement } from '../base/statement.ts'

const BOOK = plainStatement({
  name: 'book-size',
  once: true,
  text: 'select count(*) as book from account',
  row: { book: 'int8' },
})

/** Accounts that are known. */
export async function bookSize(sql: Sql): Promise<number> {
  return (await askOne(sql, BOOK)).book
}

/** Whole accounts that a file would bring to zero, or make overdue. */
export interface Would {
  cures: number
  opens: number
}

/** What the staged lines would do to the book; one pass over the staging. Payments and bills that are known already do nothing. */
const WOULD = statement<Would>({
  name: 'import-would',
  once: true,
  text: `
  with said as materialized (
    select f.* from import_staging s, json_to_recordset(s.said::json)
      as f (type text, account text, at text, amount numeric, due_on date, name text)
    where s.run_id = $1
  ), shot as (
    select distinct on (account) account, amount as past_due
    from said where type = 'account.snapshot' order by account, at desc
  ), paid as (
    select a.person_id, a.id, sum(s.amount) as amount
    from said s join account a on a.external_id = s.account
    where s.type in ('payment.received', 'credit.noted', 'debt.written_off') and not exists (
      select from payment p where p.person_id = a.person_id and p.account_id = a.id and p.external_id = s.name)
    group by 1, 2
  ), billed as (
    select distinct s.account
    from said s join account a on a.external_id = s.account
    where s.type in ('obligation.billed', 'fee.charged', 'interest.charged') and s.due_on < $2 and a.past_due = 0 and not exists (
      select from obligation o where o.person_id = a.person_id and o.account_id = a.id and o.external_id = s.name)
  )
  select
    (select count(*) from shot s join account a on a.external_id = s.account
      where s.past_due = 0 and a.past_due > 0)
    + (select count(*) from paid p join account a on a.person_id = p.person_id and a.id = p.id
       join unnest($3::text[], $4::int[]) as u (currency, digits) on u.currency = a.currency
       where a.past_due > 0 and p.amount * power(10::numeric, u.digits) >= a.past_due) as cures,
    (select count(*) from shot s left join account a on a.external_id = s.account
      where s.past_due > 0 and coalesce(a.past_due, 0) = 0)
    + (select count(*) from billed) as opens`,
  row: { cures: 'int8', opens: 'int8' },
})

/** `digits` = of the minor unit of each currency. */
export function wouldChange(
  sql: Sql,
  run: number,
  { today, currencies, digits }: { today: Day; currencies: readonly string[]; digits: readonly number[] },
): Promise<Would> {
  return askOne(sql, WOULD, [run, today, currencies, digits])
}
