import { TASK_CHANNELS } from '../../../core/channel/channel.ts'
import type { EvidenceFile } from '../../../core/model/dossier.ts'
import type { TaskRow } from '../../../core/model/task-row.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { TaskTx } from '../../../flow/ports/task.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { instantOf } from '../base/instant.ts'
import { selected, shapeOf } from '../base/columns.ts'
import { ask, statement } from '../base/statement.ts'
import { EVIDENCE } from '../row/evidence.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { type DeliverWith, loadContacts, redeemTx } from '../deliver/deliver.ts'
import { candidates, openTasks } from './list.ts'
import { loadOffers, saveOffers } from './offer.ts'
import { tableOf } from './table.ts'
import { saveReleased, withdrawTask } from './release.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

export function taskStore(db: Database, with_: DeliverWith): Transactions<TaskTx> {
  return { transaction: (work) => db.transaction((tx) => work(taskTx(tx, with_))) }
}

function taskTx(tx: SqlTransaction, with_: DeliverWith): TaskTx {
  return {
    ...redeemTx(tx, with_),
    loadOffers: (refs) => loadOffers(tx, refs),
    saveOffers: (offers) => saveOffers(tx, offers),
    openTasks: (kind, limit) => openTasks(tx, kind, limit),
    candidates: (kind, limit) => candidates(tx, kind, limit),
    findTask: (contact) => findTask(tx, contact),
    lockIfFree: async (person) =>
      (await tx.query('select 1 from person where id = $1 for no key update skip locked', [person])).length >
      0,
    loadTask: (ref) => loadTask(tx, ref),
    loadHeld: async (ref) =>
      (await loadContacts(tx, with_.vault, { refs: [ref], state: 'sending' }))[0] ?? null,
    agentEvidence: (agent) => agentEvidence(tx, agent),
    accountOf: async ({ person, contact }) =>
      (
        await tx.query<{ name: string }>(
          `select a.external_id as name from contact c
           join account a on a.person_id = c.person_id and a.id = c.account_id
           where c.person_id = $1 and c.id = $2`,
          [person, contact],
        )
      )[0]?.name ?? '',
    saveClaimed: async (task, by) => {
      await tx.query(
        `update ${tableOf(task)} set state = 'claimed', claimed_by = $3, claimed_at = ${instantOf('$4')},
           act_before = ${instantOf('$5')}, duties = $6
         where person_id = $1 and contact_id = $2 and state = 'open'`,
        [task.person, task.contact, by.agent, tx.now, by.actBefore, JSON.stringify(by.duties)],
      )
    },
    saveStarted: (task) => saveStarted(tx, task),
    saveReleased: (task) => saveReleased(tx, [task]),
    saveDone: async (task) => {
      await tx.query(
        `update ${tableOf(task)} set state = 'done', done_at = ${instantOf('$3')}
         where person_id = $1 and contact_id = $2 and state = 'started'`,
        [task.person, task.contact, tx.now],
      )
    },
    withdraw: (task, why) => withdrawTask(tx, task, why),
  }
}

const FIND = statement<ContactRef>({
  name: 'task-find',
  once: true,
  text: `select c.id as contact, c.person_id as person from contact c
     where c.id = $1 and c.channel = any ($2)`,
  row: { contact: 'int8', person: 'int8' },
})

async function findTask(tx: SqlTransaction, contact: number): Promise<ContactRef | null> {
  const [row] = await ask(tx, FIND, [contact, TASK_CHANNELS])
  return row ?? null
}

const TASK = `
  kind, person_id as person, contact_id as contact, case_id as "case", rank, state, duties,
  offered_at as "offeredAt", expires_at as "expiresAt", claimed_by as "claimedBy",
  claimed_at as "claimedAt", act_before as "actBefore", started_at as "startedAt", done_at as "doneAt",
  withdrawn_why as "withdrawnWhy"`

async function loadTask(tx: SqlTransaction, { person, contact }: ContactRef): Promise<TaskRow | null> {
  for (const kind of TASK_CHANNELS) {
    const [row] = await tx.query<TaskRow>(
      `select ${TASK} from (select $3::text as kind, t.* from ${tableOf({ kind })} t
         where t.person_id = $1 and t.contact_id = $2 for update) t`,
      [person, contact, kind],
    )
    if (row) return row
  }
  return null
}

const OF_AGENT = statement<EvidenceFile>({
  name: 'agent-evidence',
  once: true,
  text: `select ${selected(EVIDENCE, 'e')} from evidence e where e.agent = $1 order by e.id`,
  row: shapeOf(EVIDENCE),
})

async function agentEvidence(tx: SqlTransaction, agent: string): Promise<EvidenceFile[]> {
  return ask(tx, OF_AGENT, [agent])
}

async function saveStarted(tx: SqlTransaction, task: TaskRow): Promise<void> {
  const params = [task.person, task.contact, tx.now]
  await tx.query(
    `update contact set at = ${instantOf('$3')}, changed_at = ${instantOf('$3')}
     where person_id = $1 and id = $2 and state in ${oneOf(STATES.sending)}`,
    params,
  )
  await tx.query(
    `update ${tableOf(task)} set state = 'started', started_at = ${instantOf('$3')}
     where person_id = $1 and contact_id = $2 and state = 'claimed'`,
    params,
  )
}
