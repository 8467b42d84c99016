import type { CaseId, ContactId, PersonId } from '../../core/base/id.ts'
import { TASK_KINDS } from '../../core/deliver/task-row.ts'
import { instantOf } from './contact-row.ts'
import type { SqlTransaction } from './database.ts'
import { askHumans } from './sweep-unknown.ts'
import { tableOf } from './task.ts'
import { saveReleased } from './task-release.ts'

/** Answers how many there were of the kind that has most, so that a full page of either asks for another. */
export async function freeTasks(tx: SqlTransaction, machineNow: number, limit: number): Promise<number> {
  let most = 0
  for (const kind of TASK_KINDS) {
    const rows = await tx.query<{ person: PersonId; contact: ContactId }>(
      `with late as materialized (
         select person_id, contact_id from ${tableOf({ kind })}
         where state = 'claimed' and act_before < ${instantOf('$1')} order by act_before limit $2),
       p as materialized (
         select id from person where id in (select person_id from late) order by id for no key update skip locked)
       select late.person_id as person, late.contact_id as contact from late join p on p.id = late.person_id`,
      [machineNow, limit],
    )
    const tasks = rows.map((row) => ({ kind, ...row }))
    if (tasks.length > 0) await saveReleased(tx, tasks)
    most = Math.max(most, rows.length)
  }
  return most
}

/** A task whose contact ended is withdrawn; one whose outcome is known is done. */
export async function closeTasks(tx: SqlTransaction, limit: number): Promise<number> {
  let most = 0
  for (const kind of TASK_KINDS) {
    const rows = await tx.query(
      `with over as materialized (
         select t.person_id, t.contact_id, c.state
         from ${tableOf({ kind })} t join contact c on c.person_id = t.person_id and c.id = t.contact_id
         where t.state in ('open', 'claimed', 'started') and c.state not in ('planned', 'queued', 'sending')
           and not (c.state = 'unknown' and t.state = 'started')
         limit $1 for update of t skip locked)
       update ${tableOf({ kind })} t set
         state = case when over.state in ('sent', 'failed') then 'done' else 'withdrawn' end,
         done_at = case when over.state in ('sent', 'failed') then ${instantOf('$2')} end,
         withdrawn_why = case when over.state in ('sent', 'failed') then null
           when over.state = 'cancelled' then 'superseded' else over.state end
       from over where t.person_id = over.person_id and t.contact_id = over.contact_id
       returning t.contact_id`,
      [limit, tx.now],
    )
    most = Math.max(most, rows.length)
  }
  return most
}

export async function abandonTasks(tx: SqlTransaction, before: number, limit: number): Promise<number> {
  let most = 0
  for (const kind of TASK_KINDS) {
    const rows = await tx.query<{ person: PersonId; contact: number; case: CaseId; account: number }>(
      `with left_alone as materialized (
         select t.person_id, t.contact_id from ${tableOf({ kind })} t
         join contact c on c.person_id = t.person_id and c.id = t.contact_id and c.state = 'sending'
         where t.state = 'started' and t.started_at < ${instantOf('$1')} limit $2)
       update contact c set state = 'unknown', changed_at = ${instantOf('$3')}
       from left_alone l where c.person_id = l.person_id and c.id = l.contact_id and c.state = 'sending'
       returning c.person_id as person, c.id as contact, c.case_id as "case", c.account_id as account`,
      [before, limit, tx.now],
    )
    await askHumans(tx, rows)
    most = Math.max(most, rows.length)
  }
  return most
}
