import type { RelayTx } from '../../../flow/ports/relay.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { instantOf } from '../base/instant.ts'
import { pick, selected, shapeOf } from '../base/columns.ts'
import { ask, statement } from '../base/statement.ts'
import { CONTACT } from '../row/contact.ts'
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

const IDS = statement<ContactRef>({
  name: 'relay-ids',
  text: `select person_id as person, id as contact from (${DUE} ${OLDEST_FIRST}) due`,
  row: { person: 'int8', contact: 'int8' },
})

async function dueIds(tx: SqlTransaction, limit: number): Promise<ContactRef[]> {
  // Twice the limit is read: as many again may be in the hands of another relay.
  return ask(tx, IDS, [tx.now, limit * 2])
}

const RUNG = pick(CONTACT, 'person', 'channel', 'ring')

type Rung = ContactJob & { notBefore: number }

const queueOf = (name: string, these: string) =>
  statement<Rung>({
    name,
    text: `
      with due as materialized (${DUE}${these} ${OLDEST_FIRST} for update skip locked)
      update contact c set state = 'queued', changed_at = ${instantOf('$1')}
      from due where c.person_id = due.person_id and c.id = due.id
      returning c.id as contact, c.case_id as "case", c.not_before as "notBefore", ${selected(RUNG, 'c')}`,
    row: { contact: 'int8', case: 'int8', notBefore: 'timestamptz', ...shapeOf(RUNG) },
  })

const QUEUE = queueOf('relay-queue', '')
const QUEUE_THESE = queueOf('relay-queue-these', ' and id = any ($3::bigint[])')

async function queueDue(
  tx: SqlTransaction,
  limit: number,
  only?: readonly ContactRef[],
): Promise<ContactJob[]> {
  const rows = only
    ? await ask(tx, QUEUE_THESE, [tx.now, limit, only.map(({ contact }) => contact)])
    : await ask(tx, QUEUE, [tx.now, limit])
  return rows
    .sort((a, b) => a.notBefore - b.notBefore || a.person - b.person || a.contact - b.contact)
    .map(({ contact, person, case: caseId, channel, ring }) => ({
      contact,
      person,
      case: caseId,
      channel,
      ring,
    }))
}
