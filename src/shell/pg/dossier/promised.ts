import { parseAmount } from '../../../core/base/money.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { AccountId } from '../../../core/base/id.ts'
import { SNAPSHOT } from '../../../core/fact/kind/snapshot.ts'
import type { DossierAccount } from '../../../core/model/dossier.ts'
import type { Billed, Shown } from '../../../core/model/promise.ts'
import { columns, listed } from '../base/columns.ts'

/** What the promises of a person are judged by; whoever has none costs nothing. */

export const BILLED = columns<Billed>({
  account: 'account_id int8',
  dueOn: 'due_on date',
  amount: 'amount int8',
})

/** A snapshot as its fact has it; null = what the account shows now. */
export interface ShownRow {
  account: AccountId
  at: Instant
  pastDue: string | null
}

export const SHOWN = columns<ShownRow>({
  account: 'account_id int8',
  at: 'at timestamptz',
  pastDue: 'past_due text?',
})

/** The accounts of the page that have promises. */
export const PROMISED =
  'select distinct r.person_id, r.account_id from promise r where r.person_id = any ($1)'

export const billedList = `
  select coalesce(json_agg(json_build_array(pr.person_id, ${listed(BILLED, 'o')})), '[]') as list
  from pr cross join lateral (
    select * from obligation where person_id = pr.person_id and account_id = pr.account_id offset 0) o
  where not o.cancelled and o.amount > 0`

export const shownList = `
  select coalesce(json_agg(json_build_array(pr.person_id, ${listed(SHOWN, 's')})), '[]') as list
  from pr cross join lateral (
    select f.account_id, f.happened_at as at, f.body ->> 'pastDue' as past_due from fact f
    where f.person_id = pr.person_id and f.account_id = pr.account_id and f.kind = '${SNAPSHOT}'
    union all
    select a.id, a.snapshot_at, null from account a
    where a.person_id = pr.person_id and a.id = pr.account_id and a.snapshot_at is not null) s`

export function shownFrom(
  rows: readonly ShownRow[],
  accounts: readonly Pick<DossierAccount, 'id' | 'currency' | 'pastDue'>[],
): Shown[] {
  return rows.flatMap(({ account, at, pastDue }) => {
    const own = accounts.find(({ id }) => id === account)
    const amount = own && (pastDue === null ? own.pastDue : parseAmount(pastDue, own.currency))
    return amount === undefined || amount === null ? [] : [{ account, at, pastDue: amount }]
  })
}
