import type { ContactId } from '../../../core/base/id.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { NewContact } from '../../../core/model/decision.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import { given, pick, selected, shapeOf } from '../base/columns.ts'
import type { SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { lastFactOf } from '../base/last-fact.ts'
import { ask, statement } from '../base/statement.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'
import { CONTACT, OWNING_ACCOUNT } from '../row/contact.ts'

interface Planned {
  /** Ids by contact key. */
  contacts: Map<string, ContactId>
  /** The jobs of those that are queued. */
  jobs: ContactJob[]
}

/** Planned contacts are written into the outbox; one that is there already stays as it is. Where the caller adds the jobs itself, one whose instant has come is queued at once: the relay would write each row anew, with all its indexes. */
export async function insertPlanned(
  tx: SqlTransaction,
  planned: readonly NewContact[],
  queueDue: boolean,
): Promise<Planned> {
  if (planned.length === 0) return { contacts: new Map(), jobs: [] }
  const rows = await ask(tx, INSERT, [tx.now, queueDue, ...PLANNED.params(planned)])
  return {
    contacts: new Map(rows.map((row) => [`${row.case}/${row.episode}/${row.step}/${row.attempt}`, row.id])),
    jobs: rows.flatMap(({ queued, id, case: caseId, person, channel, ring }) =>
      queued && caseId !== null ? [{ contact: id, person, case: caseId, channel, ring }] : [],
    ),
  }
}

/** What the planner says of a contact; its account, point and person say the rest. */
const PLANNED = given(
  {
    ...pick(CONTACT, 'person', 'case', 'point', 'channel', 'purpose', 'automation', 'stage', 'step'),
    ...pick(CONTACT, 'episode', 'attempt', 'mandatory', 'dueOn', 'dpd', 'template', 'durationMinutes'),
    ...pick(CONTACT, 'epoch', 'notBefore', 'expiresAt', 'reasons'),
    ...OWNING_ACCOUNT,
  },
  3,
)

const INSERTED = pick(CONTACT, 'id', 'case', 'episode', 'step', 'attempt', 'person', 'channel', 'ring')

type Inserted = Pick<ContactRow, keyof typeof INSERTED> & { queued: boolean }

const INSERT = statement<Inserted>({
  name: 'decide-contacts',
  text: `
    insert into contact as c (${PLANNED.names}, accounts, number_id, household_id, role, place, creditor, collector,
      line, actor, product, action, state, created_at, changed_at, planned_fact)
    select ${PLANNED.values}, array[a.id], cp.number_id, p.household_id, cp.role, cp.place, a.creditor, a.collector,
      cp.line, a.actor, a.product, 'contact', case when $2 and u.not_before <= ${instantOf('$1')} then 'queued' else 'planned' end, ${instantOf('$1')}, ${instantOf('$1')},
      ${lastFactOf('u.person_id')}
    from ${PLANNED.rows} with ordinality as u (${PLANNED.names}, n)
    join account a on a.person_id = u.person_id and a.id = u.account_id
    join contact_point cp on cp.person_id = u.person_id and cp.id = u.point_id
    join person p on p.id = u.person_id
    order by u.n
    on conflict do nothing
    returning ${selected(INSERTED, 'c')}, c.state not in ${oneOf(STATES.toQueue)} as queued`,
  row: { ...shapeOf(INSERTED), queued: 'bool' },
})
