import type { PersonId } from '../../../core/base/id.ts'
import { TASK_CHANNELS } from '../../../core/channel/channel.ts'
import type { Dossier, DossierEvidence } from '../../../core/model/dossier.ts'
import type { TaskRow } from '../../../core/model/task-row.ts'
import type { Duty } from '../../../core/model/verdict.ts'
import type { ContactRef, RedeemTx } from '../../../flow/ports/deliver.ts'
import type { TaskTx } from '../../../flow/ports/task.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { instantOf } from '../base/instant.ts'
import { json } from '../base/cell.ts'
import { columns, selected, shapeOf } from '../base/columns.ts'
import { fieldsIn, listIn, numbersIn } from '../base/read-json.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { lastFactOf } from '../base/last-fact.ts'
import { EVIDENCE } from '../row/evidence.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { transactionsOn } from '../base/transactions-on.ts'
import { type DeliverWith, loadContacts, redeemTx } from '../deliver/deliver.ts'
import { candidates, openTasks } from './list.ts'
import { loadOffers, saveOffers } from './offer.ts'
import { perKind, tableOf } from './table.ts'
import { saveReleased, withdrawTask } from './release.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

interface TaskWith extends DeliverWith {
  loadDossiers: (tx: SqlTransaction, persons: PersonId[]) => Promise<Dossier[]>
}

export function taskStore(db: Database, with_: TaskWith): Transactions<TaskTx> {
  return transactionsOn(db, (tx) => taskTx(tx, with_))
}

function taskTx(tx: SqlTransaction, with_: TaskWith): TaskTx {
  const ofTasks: Omit<TaskTx, keyof RedeemTx> & Pick<TaskTx, 'loadDossiers'> = {
    loadDossiers: (persons) => with_.loadDossiers(tx, persons),
    loadOffers: (refs) => loadOffers(tx, refs),
    saveOffers: (offers) => saveOffers(tx, offers),
    openTasks: (kind, limit) => openTasks(tx, kind, limit),
    candidates: (kind, limit) => candidates(tx, kind, limit),
    findTask: (contact) => findTask(tx, contact),
    lockIfFree: async (person) => (await tx.query(IF_FREE, [person], 'task-lock-if-free')).length > 0,
    loadTask: (ref) => loadTask(tx, ref),
    loadHeld: async (ref) =>
      (await loadContacts(tx, with_.vault, { refs: [ref], state: 'sending' }))[0] ?? null,
    agentEvidence: (agent) => agentEvidence(tx, agent),
    aboutOf: async ({ person, contact }) =>
      (await ask(tx, ABOUT, [person, contact]))[0] ?? { account: '', point: null },
    saveClaimed: async (task, by) => {
      await tx.query(
        `update ${tableOf(task)} set state = 'claimed', claimed_by = $3, claimed_at = ${instantOf('$4')},
           act_before = ${instantOf('$5')}, duties = $6
         where person_id = $1 and contact_id = $2 and state = 'open'`,
        [task.person, task.contact, by.agent, tx.now, by.actBefore, JSON.stringify(by.duties)],
        `task-claimed-${task.kind}`,
      )
    },
    saveStarted: (task) => saveStarted(tx, task),
    saveReleased: (task) => saveReleased(tx, [task]),
    saveDone: async (task) => {
      await tx.query(
        `update ${tableOf(task)} set state = 'done', done_at = date_trunc('milliseconds', business_now())
         where person_id = $1 and contact_id = $2 and state = 'started'`,
        [task.person, task.contact],
        `task-done-${task.kind}`,
      )
    },
    withdraw: (task, why) => withdrawTask(tx, task, why),
  }
  return Object.assign(redeemTx(tx, with_), ofTasks)
}

const IF_FREE = 'select 1 from person where id = $1 for no key update skip locked'

const ABOUT = plainStatement({
  name: 'task-about',
  text: `
    select a.external_id as account, c.point_id as point from contact c
    join account a on a.person_id = c.person_id and a.id = c.account_id
    where c.person_id = $1 and c.id = $2`,
  row: { account: 'text', point: 'int8?' },
})

const FIND = statement<ContactRef>({
  name: 'task-find',
  text: `select c.id as contact, c.person_id as person from contact c
     where c.id = $1 and c.channel = any ($2)`,
  row: { contact: 'int8', person: 'int8' },
})

async function findTask(tx: SqlTransaction, contact: number): Promise<ContactRef | null> {
  const [row] = await ask(tx, FIND, [contact, TASK_CHANNELS])
  return row ?? null
}

const DUTIES = json(listIn(fieldsIn<Duty>({ rule: 'string', key: 'string', text: 'string' })))

const TASK = perKind((kind, table) => {
  const task = columns<TaskRow>({
    kind: { of: () => '$3::text', cell: 'text' },
    person: 'person_id int8',
    contact: 'contact_id int8',
    case: 'case_id int8',
    rank: 'rank float8',
    state: 'state text',
    duties: { column: 'duties', ...DUTIES },
    offeredAt: 'offered_at timestamptz',
    expiresAt: 'expires_at timestamptz',
    claimedBy: 'claimed_by text?',
    claimedAt: 'claimed_at timestamptz?',
    actBefore: 'act_before timestamptz?',
    startedAt: 'started_at timestamptz?',
    doneAt: 'done_at timestamptz?',
    withdrawnWhy: 'withdrawn_why text?',
    had: { column: 'had', ...json(numbersIn) },
  })
  return statement<TaskRow>({
    name: `task-load-${kind}`,
    text: `select ${selected(task, 't')} from ${table} t where t.person_id = $1 and t.contact_id = $2 for update`,
    row: shapeOf(task),
  })
})

async function loadTask(tx: SqlTransaction, { person, contact }: ContactRef): Promise<TaskRow | null> {
  for (const kind of TASK_CHANNELS) {
    const [row] = await ask(tx, TASK[kind], [person, contact, kind])
    if (row) return row
  }
  return null
}

const OF_AGENT = statement<DossierEvidence>({
  name: 'agent-evidence',
  text: `select ${selected(EVIDENCE, 'e')} from evidence e where e.agent = $1 order by e.id`,
  row: shapeOf(EVIDENCE),
})

async function agentEvidence(tx: SqlTransaction, agent: string): Promise<DossierEvidence[]> {
  return ask(tx, OF_AGENT, [agent])
}

async function saveStarted(tx: SqlTransaction, task: TaskRow): Promise<void> {
  const params = [task.person, task.contact, tx.now]
  await Promise.all([
    tx.query(
      `update contact set at = ${instantOf('$3')}, changed_at = ${instantOf('$3')}, checked_fact = ${lastFactOf('$1')}
       where person_id = $1 and id = $2 and state in ${oneOf(STATES.sending)}`,
      params,
      'task-started-contact',
    ),
    tx.query(
      `update ${tableOf(task)} set state = 'started', started_at = ${instantOf('$3')}
       where person_id = $1 and contact_id = $2 and state = 'claimed'`,
      params,
      `task-started-${task.kind}`,
    ),
  ])
}
