import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import { instantOf } from '../../base/instant.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { column } from '../column.ts'

/** What facts ask of people; a task of a person is filed under his first account. */
export async function insertFactTasks(tx: SqlTransaction, rows: LedgerChanges['tasks']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into human_task (person_id, account_id, kind, reason, role, due, created_at, reply, sealed_id, sender_id)
     select u.person,
       coalesce(u.account, (select a.id from account a where a.person_id = u.person order by a.id limit 1)),
       u.kind, u.reason, u.role, ${instantOf('u.due')}, ${instantOf('$9')}, u.reply, u.sealed, u.sender
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::text[], $8::bigint[], $10::bigint[])
       as u (person, account, kind, reason, role, due, reply, sealed, sender)
     on conflict do nothing`,
    [
      ...(['person', 'account', 'kind', 'reason', 'role', 'due', 'reply', 'sealed'] as const).map((key) =>
        column(rows, key),
      ),
      tx.now,
      rows.map(({ sender }) => sender ?? null),
    ],
    'record-reply-tasks',
  )
}
