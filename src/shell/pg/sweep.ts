import type { PersonId } from '../../core/base/id.ts'
import { MESSAGE_CHANNELS } from '../../channels/index.ts'
import type { ContactRing } from '../../flow/ports/bell.ts'
import type { SweepTx } from '../../flow/ports/sweep.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import { instantOf } from './contact-row.ts'
import type { Database, SqlTransaction } from './database.ts'
import { expire } from './sweep-expire.ts'
import { abandonTasks, closeTasks, freeTasks } from './sweep-task.ts'
import { saveResolved, unknowns } from './sweep-unknown.ts'

export function sweepStore(db: Database): Transactions<SweepTx> {
  return { transaction: (work) => db.transaction((tx) => work(sweepTx(tx))) }
}

function sweepTx(tx: SqlTransaction): SweepTx {
  return {
    now: tx.now,
    lapseLeases: (machineNow, limit) => lapseLeases(tx, machineNow, limit),
    expire: (limit) => expire(tx, limit),
    unanswered: (since, limit, after) => unanswered(tx, { since, limit, after }),
    duePersons: (limit) => duePersons(tx, limit),
    unknowns: (before, limit) => unknowns(tx, before, limit),
    saveResolved: (saves) => saveResolved(tx, saves),
    freeTasks: (machineNow, limit) => freeTasks(tx, machineNow, limit),
    closeTasks: (limit) => closeTasks(tx, limit),
    abandonTasks: (before, limit) => abandonTasks(tx, before, limit),
    closeBreakers: async () =>
      (await tx.query(`delete from breaker where retry_at <= ${instantOf('$1')} returning channel`, [tx.now]))
        .length,
    stuckCases: () => stuckCases(tx),
  }
}

/** The token stays: whoever still holds it may yet say what became of the send. */
async function lapseLeases(tx: SqlTransaction, machineNow: number, limit: number): Promise<number> {
  const rows = await tx.query(
    `with lapsed as materialized (
       select person_id, id from contact
       where state = 'sending' and channel = any($1) and lease_until < ${instantOf('$2')}
       limit $3 for update skip locked)
     update contact c set state = 'unknown', provider_code = 'lease_lapsed', lease_until = null, changed_at = ${instantOf('$4')}
     from lapsed where c.person_id = lapsed.person_id and c.id = lapsed.id
     returning c.id`,
    [MESSAGE_CHANNELS, machineNow, limit, tx.now],
  )
  return rows.length
}

async function unanswered(
  tx: SqlTransaction,
  { since, limit, after }: { since: number; limit: number; after: ContactRing | null },
): Promise<ContactRing[]> {
  return tx.query<ContactRing>(
    `select c.id as contact, c.person_id as person, c.case_id as "case", c.channel, c.ring
     from contact c
     where c.state = 'queued' and c.changed_at < ${instantOf('$1')} and c.id > $2
       and not exists (select from call_task t where t.person_id = c.person_id and t.contact_id = c.id and t.state <> 'withdrawn')
       and not exists (select from visit_ticket t where t.person_id = c.person_id and t.contact_id = c.id and t.state <> 'withdrawn')
     order by c.id limit $3`,
    [since, after?.contact ?? 0, limit],
  )
}

async function duePersons(tx: SqlTransaction, limit: number): Promise<PersonId[]> {
  const rows = await tx.query<{ person: PersonId }>(
    `select person_id as person from collection_case
     where next_review_at <= ${instantOf('$1')} order by next_review_at, person_id limit $2`,
    [tx.now, limit],
  )
  return [...new Set(rows.map((row) => row.person))]
}

async function stuckCases(tx: SqlTransaction): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from collection_case k
     where k.closed_on is null and k.next_review_at is null
       and not exists (select from human_task h
         where h.person_id = k.person_id and h.case_id = k.id and h.resolved_at is null)`,
  )
  return row?.count ?? 0
}
