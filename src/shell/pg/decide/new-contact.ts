import type { PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import { isPlanned } from '../../../core/model/contact-state.ts'
import type { NewContact } from '../../../core/model/decision.ts'
import type { Dossier } from '../../../core/model/dossier.ts'
import { columns, pick, shapeOf } from '../base/columns.ts'
import { copying } from '../base/copying.ts'
import type { SqlTransaction } from '../base/database.ts'
import { lastFactOf } from '../base/last-fact.ts'
import { ask, statement } from '../base/statement.ts'
import { CONTACT } from '../row/contact.ts'
import { keyOf, PLANNED, type Planned } from './planned.ts'

interface Known {
  /** True = one whose instant has come is queued. */
  queueDue: boolean
  /** The dossiers of all of them. */
  persons: ReadonlyMap<PersonId, Dossier>
}

/** Contacts of cases that are just opened, which nobody can have made before: what their persons, accounts and points say stands in the dossiers. */
export async function newContacts(
  tx: SqlTransaction,
  planned: readonly NewContact[],
  { queueDue, persons }: Known,
): Promise<Planned> {
  const made = await ask(tx, MADE, [planned.map(({ person }) => person)])
  const { now } = tx
  const rest = planned.map((one, index): Rest => {
    const [own, dossier] = [made[index], persons.get(one.person)]
    if (!own || !dossier) throw new Error('a contact has no id, or nobody whose it is')
    return restOf(one, dossier, {
      id: own.id,
      lastFact: own.lastFact,
      isQueued: queueDue && one.notBefore <= now,
      now,
    })
  })
  return {
    contacts: new Map(rest.map(({ id }, index) => [keyOf(at(planned, index)), id])),
    jobs: rest.flatMap(({ id, state }, index) => {
      const { person, case: caseId, channel } = at(planned, index)
      return isPlanned(state) ? [] : [{ contact: id, person, case: caseId, channel, ring: 0 }]
    }),
    write: () => copyContacts(tx, planned, (_, index) => at(rest, index)),
  }
}

function at<Row>(rows: readonly Row[], index: number): Row {
  const row = rows[index]
  if (row === undefined) throw new Error('there are fewer rows than contacts')
  return row
}

interface Made extends Pick<ContactRow, 'id'> {
  /** The last fact of the person that is committed. */
  lastFact: number
}

const OWN = { ...pick(CONTACT, 'id'), ...columns<Omit<Made, 'id'>>({ lastFact: 'planned_fact int8' }) }

const MADE = statement<Made>({
  name: 'decide-contact-ids',
  text: `
    select nextval('contact_id_seq') as id, ${lastFactOf('u.person')} as "lastFact"
    from unnest($1::bigint[]) with ordinality as u (person, n) order by u.n`,
  row: shapeOf(OWN),
})

type Rest = Made &
  Pick<ContactRow, 'accounts' | 'number' | 'household' | 'role' | 'place' | 'creditor' | 'collector'> &
  Pick<ContactRow, 'line' | 'actor' | 'product' | 'action' | 'state' | 'createdAt' | 'changedAt'>

interface Writing extends Made {
  isQueued: boolean
  now: Instant
}

/** Field by field: objects that are put together from others cost a page several times as much. */
function restOf(
  { account: accountId, point: pointId }: NewContact,
  { person, accounts, points }: Dossier,
  { id, lastFact, isQueued, now }: Writing,
): Rest {
  const account = accounts.find((one) => one.id === accountId)
  const point = points.find((one) => one.id === pointId)
  if (!account || !point) throw new Error('a contact has no account, or no point')
  return {
    id,
    lastFact,
    accounts: [accountId],
    number: point.number,
    household: person.household,
    role: point.role,
    place: point.place,
    creditor: account.creditor,
    collector: account.collector,
    line: point.line,
    actor: account.actor,
    product: account.product,
    action: 'contact',
    state: isQueued ? 'queued' : 'planned',
    createdAt: now,
    changedAt: now,
  }
}

const copyContacts = copying('contact', PLANNED, {
  ...OWN,
  ...pick(
    CONTACT,
    'accounts',
    'number',
    'household',
    'role',
    'place',
    'creditor',
    'collector',
    'line',
    'actor',
  ),
  ...pick(CONTACT, 'product', 'action', 'state', 'createdAt', 'changedAt'),
})
