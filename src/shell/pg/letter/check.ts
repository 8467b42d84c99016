import type { ContactId } from '../../../core/base/id.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { HandOverTx } from '../../../flow/ports/hand-over.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { ask, plainStatement } from '../base/statement.ts'
import { columnsOf, type DeliverWith, loadContacts, redeemTx } from '../deliver/deliver.ts'

export function handOverStore(db: Database, with_: DeliverWith): Transactions<HandOverTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          ...redeemTx(tx, with_),
          loadKept: async (refs) =>
            (
              await Promise.all(STATES.sending.map((state) => loadContacts(tx, with_.vault, { refs, state })))
            ).flat(),
          saveChecked: (batch, checked) => saveChecked(tx, batch, checked),
        }),
      ),
  }
}

const CHECKED = plainStatement({
  name: 'letter-checked',
  once: true,
  text: `
    with u as (select * from unnest($2::bigint[], $3::bigint[]) as v (person, contact)),
    gone as (
      delete from letter l using u
      where l.person_id = u.person and l.contact_id = u.contact and l.batch_id is null and l.contact_id <> all ($4::bigint[]))
    update letter l set batch_id = $1 from u
    where l.person_id = u.person and l.contact_id = u.contact and l.batch_id is null and l.contact_id = any ($4::bigint[])`,
  row: {},
})

async function saveChecked(
  tx: SqlTransaction,
  batch: number,
  { goes, asked }: { goes: readonly ContactId[]; asked: readonly ContactRef[] },
): Promise<void> {
  await ask(tx, CHECKED, [batch, ...columnsOf(asked), goes])
}
