import type { Day, Instant } from '../../../core/base/time.ts'
import type { AccountId } from '../../../core/base/id.ts'
import { shownIn } from '../../../core/arrears/changeover.ts'
import type { CurrencyWord } from '../../../core/model/ledger-money.ts'
import { SNAPSHOT } from '../../../core/fact/kind/snapshot.ts'
import type { DossierAccount } from '../../../core/model/dossier.ts'
import type { Billed, Settled, Shown } from '../../../core/model/promise.ts'
import { type ColumnTable, columns, listed, omit } from '../base/columns.ts'
import { AS_OF_BLOCK } from '../row/as-of-block.ts'
import { PAYMENT } from '../row/money.ts'
import { CURRENCIES, WORDS } from '../row/money-json.ts'

/** What promises, plans and settlements of a person are judged by; whoever has none costs nothing. */

export const BILLED = columns<Required<Billed>>({
  account: 'account_id int8',
  externalId: 'external_id text',
  dueOn: 'due_on date',
  amount: 'amount int8',
  part: 'part text',
  rests: 'rests bool',
  restsUntil: 'rests_until date?',
  cancelled: 'cancelled bool',
  words: { column: 'words', ...WORDS },
})

export const SETTLED: ColumnTable<Settled> = omit(PAYMENT, 'person', 'said')

/** A snapshot as its fact has it; null = what the account shows now. */
export interface ShownRow {
  account: AccountId
  at: Instant
  pastDue: string | null
  /** The oldest due date that it named; null = none, or what the account shows now. */
  anchor: Day | null
  /** Null = the account has had only one. */
  currencies: CurrencyWord[] | null
}

export const SHOWN = columns<ShownRow>({
  account: 'account_id int8',
  at: 'at timestamptz',
  pastDue: 'past_due text?',
  anchor: 'anchor text?',
  currencies: { column: 'currencies', ...CURRENCIES },
})

/** The accounts of the page that have promises or settlements, or over which a plan was told. */
export const PROMISED = `
  select r.person_id, r.account_id from promise r where r.person_id = any ($1)
  union select l.person_id, u.account_id from plan l cross join unnest(l.accounts) as u (account_id)
  where l.person_id = any ($1)
  union select s.person_id, s.account_id from settlement s where s.person_id = any ($1)`

export const billedList = `
  select coalesce(json_agg(json_build_array(pr.person_id, ${listed(BILLED, 'o')})), '[]') as list
  from pr cross join lateral (
    select * from obligation where person_id = pr.person_id and account_id = pr.account_id offset 0) o
  where (not o.cancelled and o.amount > 0) or o.words is not null`

export const settledList = `
  select coalesce(json_agg(json_build_array(pr.person_id, ${listed(SETTLED, 'y')})), '[]') as list
  from pr cross join lateral (
    select * from payment where person_id = pr.person_id and account_id = pr.account_id offset 0) y`

export const shownList = `
  select coalesce(json_agg(json_build_array(pr.person_id, ${listed(SHOWN, 's')})), '[]') as list
  from pr cross join lateral (
    select f.account_id, f.happened_at as at, f.body ->> 'pastDue' as past_due,
      f.body ->> 'oldestDueOn' as anchor, a.currencies
    from fact f join account a on a.person_id = f.person_id and a.id = f.account_id
    where f.person_id = pr.person_id and f.account_id = pr.account_id and f.kind = '${SNAPSHOT}'
    union all
    select a.id, ${AS_OF_BLOCK.snapshot_at('a')}, null, a.anchor::text, a.currencies from account a
    where a.person_id = pr.person_id and a.id = pr.account_id and a.snapshot_at is not null) s`

export function shownFrom(
  rows: readonly ShownRow[],
  accounts: readonly Pick<DossierAccount, 'id' | 'currency' | 'pastDue'>[],
): Shown[] {
  return rows.flatMap(({ account, at, pastDue, anchor, currencies }) => {
    const own = accounts.find(({ id }) => id === account)
    if (!own) return []
    const { currency } = own
    const amount = pastDue === null ? own.pastDue : shownIn({ currency, currencies }, pastDue, at)
    return amount === null ? [] : [{ account, at, pastDue: amount, anchor }]
  })
}
