import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { Offer, Offerable } from '../../../flow/ports/task.ts'
import { pick, selected, shapeOf } from '../base/columns.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'
import { lockPersons } from '../deliver/review.ts'
import { ask, statement } from '../base/statement.ts'
import { DOSSIER_ACCOUNT } from '../row/account.ts'
import { CONTACT } from '../row/contact.ts'
import { hadBy, tableOf } from './table.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

type OfferableRow = ContactRow & Offerable['account']

const OFFERABLE = statement<OfferableRow>({
  name: 'task-offerable',
  text: `
    select ${selected(CONTACT, 'c')}, a.score, a.past_due as "pastDue", a.currency
    from unnest($1::bigint[], $2::bigint[]) as w (person, contact)
    join contact c on c.person_id = w.person and c.id = w.contact and c.state in ${oneOf(STATES.toRedeem)}
    join account a on a.person_id = c.person_id and a.id = c.account_id`,
  row: { ...shapeOf(CONTACT), ...shapeOf(pick(DOSSIER_ACCOUNT, 'score', 'pastDue', 'currency')) },
})

export async function loadOffers(tx: SqlTransaction, refs: readonly ContactRef[]): Promise<Offerable[]> {
  const persons = refs.map((one) => one.person)
  await lockPersons(tx, persons)
  const rows = await ask(tx, OFFERABLE, [persons, refs.map((one) => one.contact)])
  return rows.map(({ score, pastDue, currency, ...row }) => ({ row, account: { score, pastDue, currency } }))
}

/** A task that was started and whose contact is queued again did not reach the debtor: it is offered anew. */
export async function saveOffers(tx: SqlTransaction, offers: Offer[]): Promise<void> {
  for (const kind of new Set(offers.map((one) => one.kind))) {
    const own = offers.filter((one) => one.kind === kind)
    const table = tableOf({ kind })
    await tx.query(
      `insert into ${table} as t (person_id, contact_id, case_id, rank, offered_at, expires_at)
       select u.person, u.contact, u.case_id, u.rank, ${instantOf('$6')}, ${instantOf('u.expires_at')}
       from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::float8[], $5::float8[])
         as u (person, contact, case_id, rank, expires_at)
       on conflict (person_id, contact_id) do update
         set state = 'open', rank = excluded.rank, expires_at = excluded.expires_at, claimed_by = null,
           claimed_at = null, started_at = null, act_before = null, withdrawn_why = null, had = ${hadBy(kind, instantOf('$6'))}
         where t.state in ('open', 'withdrawn', 'started')`,
      [
        own.map((one) => one.person),
        own.map((one) => one.contact),
        own.map((one) => one.case),
        own.map((one) => one.rank),
        own.map((one) => one.expiresAt),
        tx.now,
      ],
      `task-offer-${kind}`,
    )
  }
}
