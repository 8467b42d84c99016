import { debtPoliciesOf } from '../../../core/config/debt-policies.ts'
import type { Schedules } from '../../../core/config/schedules.ts'
import { lastToday } from '../../../core/figures/judge-feed.ts'
import type { DebtPolicies } from '../../../core/model/debt-policy.ts'
import type { SqlTransaction } from '../base/database.ts'
import { json } from '../base/cell.ts'
import { objectIn } from '../base/read-json.ts'
import { ask, statement } from '../base/statement.ts'

const STATED = statement<{ stated: DebtPolicies }>({
  name: 'debt-policy',
  text: 'select stated from debt_policy',
  row: { stated: json((value) => objectIn(value) as unknown as DebtPolicies) },
})

const STATE = statement<{ one: boolean }>({
  name: 'debt-policy-state',
  once: true,
  text: `
    insert into debt_policy (stated) values ($1)
    on conflict (one) do update set stated = excluded.stated where debt_policy.stated <> excluded.stated
    returning one`,
  row: { one: 'bool' },
})

/** Null = nothing is stated. */
export async function loadDebtPolicies(tx: SqlTransaction): Promise<DebtPolicies | null> {
  const [row] = await ask(tx, STATED)
  return row?.stated ?? null
}

/** The ledger follows the version that becomes active: accounts with fees or interest are looked at again where it states anything else. */
export async function followDebtPolicies(tx: SqlTransaction, schedules: Schedules): Promise<void> {
  const stated = JSON.stringify(debtPoliciesOf(schedules) ?? { creditors: {}, countries: {} })
  const changed = await ask(tx, STATE, [stated])
  if (changed.length === 0) return
  await tx.query(
    `with own as materialized (
       select a.person_id, a.id from account a
       where a.anchor is not null and coalesce(a.look_on, 'infinity') > $1::date and exists (
         select from obligation o where o.person_id = a.person_id and o.account_id = a.id and o.part <> 'principal')
       order by a.person_id, a.id for no key update)
     update account a set look_on = $1::date from own where a.person_id = own.person_id and a.id = own.id`,
    [lastToday(tx.now)],
  )
}
