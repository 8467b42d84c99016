import { matchedKey, type Owner } from '../../../flow/ports/human-task.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'

/** Whoever said another before and died did so long ago, and it was not recorded. */
const MATCH = statement<{ id: number }>({
  name: 'human-task-match',
  once: true,
  text: `
    with owner as (
      select id from person where external_id = $2 and erased_at is null
      union
      select a.person_id from account a where a.external_id = $3)
    update human_task t set matched_person = o.id, matched_at = clock_timestamp()
    from owner o
    where t.id = $1 and t.resolved_at is null and (
      t.matched_person is null or t.matched_person = o.id
      or (t.matched_at < clock_timestamp() - interval '2 minutes'
        and not exists (select from fact f where f.person_id = t.matched_person and f.key = $4)))
    returning t.id`,
  row: { id: 'int8' },
})

const UNMATCH = plainStatement({
  name: 'human-task-unmatch',
  once: true,
  text: 'update human_task set matched_person = null, matched_at = null where id = $1 and resolved_at is null',
  row: {},
})

export function namesOf(owner: Owner): (string | null)[] {
  return ['debtor' in owner ? owner.debtor : null, 'account' in owner ? owner.account : null]
}

/** False = the message was said to be another's. */
export async function matchTo(tx: SqlTransaction, id: number, owner: Owner): Promise<boolean> {
  return (await ask(tx, MATCH, [id, ...namesOf(owner), matchedKey(id)])).length > 0
}

export async function unmatch(tx: SqlTransaction, id: number): Promise<void> {
  await ask(tx, UNMATCH, [id])
}
