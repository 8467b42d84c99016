import type { ContactId } from '../../../core/base/id.ts'
import type { NewContact } from '../../../core/model/decision.ts'
import { given, pick, selected, shapeOf } from '../base/columns.ts'
import type { SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { lastFactOf } from '../base/last-fact.ts'
import { ask, statement } from '../base/statement.ts'
import { CONTACT, OWNING_ACCOUNT } from '../row/contact.ts'

/** Planned contacts are written into the outbox; one that is there already stays as it is. The answer is their ids by contact key. */
export async function insertPlanned(
  tx: SqlTransaction,
  planned: readonly NewContact[],
): Promise<Map<string, ContactId>> {
  if (planned.length === 0) return new Map()
  const rows = await ask(tx, INSERT, [tx.now, ...PLANNED.params(planned)])
  return new Map(rows.map((row) => [`${row.case}/${row.episode}/${row.step}/${row.attempt}`, row.id]))
}

/** What the planner says of a contact; its account, point and person say the rest. */
const PLANNED = given(
  {
    ...pick(CONTACT, 'person', 'case', 'point', 'channel', 'purpose', 'automation', 'stage', 'step'),
    ...pick(CONTACT, 'episode', 'attempt', 'mandatory', 'dueOn', 'dpd', 'template', 'durationMinutes'),
    ...pick(CONTACT, 'epoch', 'notBefore', 'expiresAt', 'reasons'),
    ...OWNING_ACCOUNT,
  },
  2,
)

const INSERTED = pick(CONTACT, 'id', 'case', 'episode', 'step', 'attempt')

const INSERT = statement({
  name: 'decide-contacts',
  text: `
    insert into contact as c (${PLANNED.names}, accounts, number_id, household_id, role, place, creditor, collector,
      line, actor, product, action, state, created_at, changed_at, planned_fact)
    select ${PLANNED.values}, array[a.id], cp.number_id, p.household_id, cp.role, cp.place, a.creditor, a.collector,
      cp.line, a.actor, a.product, 'contact', 'planned', ${instantOf('$1')}, ${instantOf('$1')},
      ${lastFactOf('u.person_id')}
    from ${PLANNED.rows} with ordinality as u (${PLANNED.names}, n)
    join account a on a.person_id = u.person_id and a.id = u.account_id
    join contact_point cp on cp.person_id = u.person_id and cp.id = u.point_id
    join person p on p.id = u.person_id
    order by u.n
    on conflict do nothing
    returning ${selected(INSERTED, 'c')}`,
  row: shapeOf(INSERTED),
})
