import type { CaseId } from '../../../core/base/id.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { NewContact } from '../../../core/model/decision.ts'
import type { Dossier } from '../../../core/model/dossier.ts'
import { given, pick, selected, shapeOf } from '../base/columns.ts'
import { isCopied } from '../base/copying.ts'
import type { SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { lastFactOf } from '../base/last-fact.ts'
import { ask, statement } from '../base/statement.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'
import { CONTACT } from '../row/contact.ts'
import { newContacts } from './new-contact.ts'
import { keyOf, PLANNED, type Planned } from './planned.ts'

interface Writing {
  /** True = the caller adds the jobs itself, and one whose instant has come is queued at once: the relay would write each row anew, with all its indexes. */
  queueDue: boolean
  /** The persons' dossiers, where they are known. */
  dossiers: readonly Dossier[]
  /** Cases that this transaction opens. */
  opened: ReadonlySet<CaseId>
}

/** Planned contacts are written into the outbox; one that is there already stays as it is. A case that is just opened has none yet: many of those go in by COPY. */
export async function insertPlanned(
  tx: SqlTransaction,
  planned: readonly NewContact[],
  { queueDue, dossiers, opened }: Writing,
): Promise<Planned> {
  const persons = new Map(dossiers.map((dossier) => [dossier.person.id, dossier]))
  const isNew = (one: NewContact): boolean => opened.has(one.case) && persons.has(one.person)
  const fresh = isCopied(tx, planned.length) ? planned.filter(isNew) : []
  if (!isCopied(tx, fresh.length)) return insert(tx, planned, queueDue)
  const others = fresh.length < planned.length ? planned.filter((one) => !isNew(one)) : []
  const [made, inserted] = await Promise.all([
    newContacts(tx, fresh, { queueDue, persons }),
    insert(tx, others, queueDue),
  ])
  return {
    contacts: new Map([...made.contacts, ...inserted.contacts]),
    jobs: [...made.jobs, ...inserted.jobs],
    write: made.write,
  }
}

const WRITTEN = async (): Promise<void> => {}

async function insert(
  tx: SqlTransaction,
  planned: readonly NewContact[],
  queueDue: boolean,
): Promise<Planned> {
  if (planned.length === 0) return { contacts: new Map(), jobs: [], write: WRITTEN }
  const rows = await ask(tx, INSERT, [tx.now, queueDue, ...ROWS.params(planned)])
  return {
    contacts: new Map(rows.map((row) => [keyOf(row), row.id])),
    jobs: rows.flatMap(({ queued, id, case: caseId, person, channel, ring }) =>
      queued && caseId !== null ? [{ contact: id, person, case: caseId, channel, ring }] : [],
    ),
    write: WRITTEN,
  }
}

const ROWS = given(PLANNED, 3)

const INSERTED = pick(CONTACT, 'id', 'case', 'episode', 'step', 'attempt', 'person', 'channel', 'ring')

type Inserted = Pick<ContactRow, keyof typeof INSERTED> & { queued: boolean }

const INSERT = statement<Inserted>({
  name: 'decide-contacts',
  text: `
    insert into contact as c (${ROWS.names}, accounts, number_id, household_id, role, place, creditor, collector,
      line, actor, product, action, state, created_at, changed_at, planned_fact)
    select ${ROWS.values}, array[a.id], cp.number_id, p.household_id, cp.role, cp.place, a.creditor, a.collector,
      cp.line, a.actor, a.product, 'contact', case when $2 and u.not_before <= ${instantOf('$1')} then 'queued' else 'planned' end, ${instantOf('$1')}, ${instantOf('$1')},
      ${lastFactOf('u.person_id')}
    from ${ROWS.rows} with ordinality as u (${ROWS.names}, n)
    join account a on a.person_id = u.person_id and a.id = u.account_id
    join contact_point cp on cp.person_id = u.person_id and cp.id = u.point_id
    join person p on p.id = u.person_id
    order by u.n
    on conflict do nothing
    returning ${selected(INSERTED, 'c')}, c.state not in ${oneOf(STATES.toQueue)} as queued`,
  row: { ...shapeOf(INSERTED), queued: 'bool' },
})
