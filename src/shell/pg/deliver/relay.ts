import type { RelayTx } from '../../../flow/ports/relay.ts'
import type { ContactRing } from '../../../flow/ports/bell.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { instantOf } from '../base/instant.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { aside, parkTx } from '../sweep/park.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

export function relayStore(db: Database): Transactions<RelayTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          now: tx.now,
          queueDue: (limit, only) => queueDue(tx, limit, only),
          dueIds: (limit) => dueIds(tx, limit),
          ...parkTx(tx),
        }),
      ),
  }
}

const DUE = `
  select person_id, id from contact
  where state in ${oneOf(STATES.toQueue)} and not_before <= ${instantOf('$1')}
    and id <> all (${aside('relay', 'contact', '$1')})`
const OLDEST_FIRST = 'order by not_before, person_id limit $2'

async function dueIds(tx: SqlTransaction, limit: number): Promise<ContactRef[]> {
  return tx.query<ContactRef>(
    `select person_id as person, id as contact from (${DUE} ${OLDEST_FIRST}) due`,
    // As many again may be in the hands of another relay.
    [tx.now, limit * 2],
    'relay-ids',
  )
}

async function queueDue(
  tx: SqlTransaction,
  limit: number,
  only?: readonly ContactRef[],
): Promise<ContactRing[]> {
  const these = only ? ' and id = any ($3::bigint[])' : ''
  const rows = await tx.query<ContactRing & { notBefore: number }>(
    `with due as materialized (${DUE}${these} ${OLDEST_FIRST} for update skip locked)
     update contact c set state = 'queued', changed_at = ${instantOf('$1')}
     from due where c.person_id = due.person_id and c.id = due.id
     returning c.id as contact, c.person_id as person, c.case_id as "case", c.channel, c.ring,
       c.not_before as "notBefore"`,
    [tx.now, limit, ...(only ? [only.map(({ contact }) => contact)] : [])],
    only ? 'relay-queue-these' : 'relay-queue',
  )
  return rows
    .sort((a, b) => a.notBefore - b.notBefore || a.person - b.person || a.contact - b.contact)
    .map(({ contact, person, case: file, channel, ring }) => ({ contact, person, case: file, channel, ring }))
}
