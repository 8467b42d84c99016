import type { Refigured, SettlementTold } from '../../../core/model/decision.ts'
import { forgivenRow } from '../../../core/settlement/figures.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'
import { upsertPayments } from '../record/save/money.ts'

/** What a review tells of settlements, beside what their facts say. */
export async function tellSettlements(tx: SqlTransaction, told: readonly SettlementTold[]): Promise<void> {
  if (told.length === 0) return
  await tx.query(
    `update settlement s set told = u.told, told_paid = u.paid
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
       as u (person, account, external_id, told, paid)
     where s.person_id = u.person and s.account_id = u.account and s.external_id = u.external_id`,
    [
      told.map(({ person }) => person),
      told.map(({ account }) => account),
      told.map(({ externalId }) => externalId),
      told.map((one) => one.told),
      told.map(({ paid }) => paid),
    ],
    'decide-settlements',
  )
}

/** What is forgiven is written whole, and the account with it; detect looks at it again, for its bucket and its next look. */
export async function refigure(tx: SqlTransaction, accounts: readonly Refigured[]): Promise<void> {
  if (accounts.length === 0) return
  const of = <T>(pick: (one: Refigured) => T) => accounts.map(pick)
  const whose = [of(({ person }) => person), of(({ account }) => account)]
  await tx.query(
    `update payment y set reversed_at = ${instantOf('$3')}
     from unnest($1::bigint[], $2::bigint[]) as u (person, account)
     where y.person_id = u.person and y.account_id = u.account and y.kind = 'forgiven'
       and y.reversed_at is null`,
    [...whose, tx.now],
    'decide-forgiven-before',
  )
  await upsertPayments(
    tx,
    accounts.flatMap(({ person, account, forgiven }) =>
      forgiven.map((one) => ({ ...forgivenRow(account, one, tx.now), person, said: null })),
    ),
  )
  await tx.query(
    `update account a set past_due = u.past_due, balance = u.balance, anchor = u.anchor, credit = u.credit,
       apart = u.apart, look_on = u.look_on
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::date[], $6::bigint[],
         $7::jsonb[], $8::date[])
       as u (person, id, past_due, balance, anchor, credit, apart, look_on)
     where a.person_id = u.person and a.id = u.id`,
    [
      ...whose,
      of(({ pastDue }) => pastDue),
      of(({ balance }) => balance),
      of(({ anchor }) => anchor),
      of(({ credit }) => credit),
      of(({ apart }) => (apart === null ? null : JSON.stringify(apart))),
      of(({ on }) => on),
    ],
    'decide-refigured',
  )
}
