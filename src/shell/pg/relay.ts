import type { RelayTx } from '../../flow/ports/relay.ts'
import type { ContactRing } from '../../flow/ports/bell.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import { instantOf } from './contact-row.ts'
import type { Database, SqlTransaction } from './database.ts'

export function relayStore(db: Database): Transactions<RelayTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) => work({ now: tx.now, queueDue: (limit) => queueDue(tx, limit) })),
  }
}

async function queueDue(tx: SqlTransaction, limit: number): Promise<ContactRing[]> {
  const rows = await tx.query<ContactRing & { notBefore: number }>(
    `with due as materialized (
       select person_id, id from contact
       where state = 'planned' and not_before <= ${instantOf('$1')}
       order by not_before, person_id limit $2 for update skip locked)
     update contact c set state = 'queued', changed_at = ${instantOf('$1')}
     from due where c.person_id = due.person_id and c.id = due.id
     returning c.id as contact, c.person_id as person, c.case_id as "case", c.channel, c.ring,
       c.not_before as "notBefore"`,
    [tx.now, limit],
    'relay-queue',
  )
  return rows
    .sort((a, b) => a.notBefore - b.notBefore || a.person - b.person || a.contact - b.contact)
    .map(({ contact, person, case: file, channel, ring }) => ({ contact, person, case: file, channel, ring }))
}
