import { sendReason } from '../../../core/deliver/send-reason.ts'
import type { TaskKind, TaskRow } from '../../../core/model/task-row.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'
import { hadBy, tableOf } from './table.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

/** Frees the slots of claimed tasks. Where the case moved on or closed meanwhile, the contact ends instead: nobody else may take it. The persons are locked by the caller. */
export async function saveReleased(
  tx: SqlTransaction,
  tasks: Pick<TaskRow, 'kind' | 'person' | 'contact'>[],
): Promise<void> {
  for (const kind of new Set(tasks.map((one) => one.kind))) {
    const own = tasks.filter((one) => one.kind === kind)
    await tx.query(
      release(kind),
      [
        own.map((one) => one.person),
        own.map((one) => one.contact),
        tx.now,
        JSON.stringify([sendReason('superseded')]),
      ],
      `task-release-${kind}`,
    )
  }
}

function release(kind: TaskKind): string {
  return `
    with u as (select * from unnest($1::bigint[], $2::bigint[]) as v (person, contact)),
    freed as (
      update contact c set
        state = case when k.epoch > c.epoch or k.closed_on is not null then 'cancelled' else 'queued' end,
        reasons = case when k.epoch > c.epoch or k.closed_on is not null then $4::jsonb else c.reasons end,
        ring = c.ring + 1, at = null, agent = null, lease_token = null, lease_until = null,
        changed_at = ${instantOf('$3')}
      from u, collection_case k, ${tableOf({ kind })} held
      where c.person_id = u.person and c.id = u.contact and c.state in ${oneOf(STATES.sending)}
        and held.person_id = c.person_id and held.contact_id = c.id and held.state = 'claimed'
        and k.person_id = c.person_id and k.id = c.case_id
      returning c.person_id, c.id, c.state)
    update ${tableOf({ kind })} t set
      state = case when f.state in ${oneOf(STATES.toRedeem)} then 'open' else 'withdrawn' end,
      claimed_by = case when f.state in ${oneOf(STATES.toRedeem)} then null else t.claimed_by end,
      withdrawn_why = case when f.state in ${oneOf(STATES.toRedeem)} then null else 'superseded' end,
      had = ${hadBy(kind, instantOf('$3'))}, claimed_at = null, act_before = null
    from freed f where t.person_id = f.person_id and t.contact_id = f.id and t.state = 'claimed'`
}

export async function withdrawTask(tx: SqlTransaction, task: TaskRow, why: string): Promise<void> {
  await tx.query(
    `update ${tableOf(task)} set state = 'withdrawn', withdrawn_why = $3
     where person_id = $1 and contact_id = $2 and state in ('open', 'claimed')`,
    [task.person, task.contact, why],
  )
}
