import type { PersonId } from '../../../core/base/id.ts'
import type { LedgerChanges } from '../../../core/model/ledger-changes.ts'
import { sendReason } from '../../../core/deliver/send-reason.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { WITHDRAWN } from '../task/table.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

/** One statement raises the epoch of the open cases that the facts affect, takes back what they intended, and brings the review of those and of the others forward to now. */
const REACH = `
  with raised as (
    update collection_case c
    set epoch = epoch + 1, next_review_at = least(coalesce(next_review_at, 'infinity'), to_timestamp($5 / 1000.0))
    where c.closed_on is null and c.person_id = any($1)
      and (c.person_id = any($2) or c.account_id = any($3))
    returning c.person_id, c.id
  ), reviewed as (
    update collection_case c
    set next_review_at = to_timestamp($5 / 1000.0)
    where c.closed_on is null and c.person_id = any($1)
      and (c.person_id = any($6) or c.account_id = any($7))
      and not (c.person_id = any($2) or c.account_id = any($3))
      and coalesce(c.next_review_at, 'infinity') > to_timestamp($5 / 1000.0)
  ), void as (
    update contact k
    set state = 'cancelled', reasons = $4::jsonb, changed_at = to_timestamp($5 / 1000.0)
    from raised r
    where k.person_id = r.person_id and k.case_id = r.id and k.state in ${oneOf(STATES.waiting)}
    returning k.person_id, k.id
  ), ${WITHDRAWN}
  select person_id as person from raised
  union
  select c.person_id from collection_case c
  where c.closed_on is null and c.person_id = any($1) and (c.person_id = any($6) or c.account_id = any($7))`

const TOUCH = statement<{ person: PersonId }>({
  name: 'record-reach',
  text: REACH,
  row: { person: 'int8' },
})

export async function touchCases(
  tx: SqlTransaction,
  {
    raised,
    reviewed,
    touched,
    newPersons = [],
  }: Pick<LedgerChanges, 'raised' | 'reviewed' | 'touched'> & Partial<Pick<LedgerChanges, 'newPersons'>>,
): Promise<PersonId[]> {
  // Whoever is new has no case yet.
  const made = new Set(newPersons.map(({ id }) => id))
  const persons = [...touched].filter((id) => !made.has(id))
  if (persons.length === 0) return []
  const rows = await ask(tx, TOUCH, [
    persons,
    [...raised.persons],
    [...raised.accounts],
    JSON.stringify([sendReason('superseded')]),
    tx.now,
    [...reviewed.persons],
    [...reviewed.accounts],
  ])
  return rows.map(({ person }) => person)
}
