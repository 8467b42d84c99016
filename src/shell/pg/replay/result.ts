import type { Sql } from '../base/database.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, statement } from '../base/statement.ts'
import { kindsClosedBy, kindsWith } from '../../../core/model/human-task.ts'
import type { CaseFact } from '../../replay/case-interval.ts'
import type { ParkedLine } from '../../replay/engine.ts'
import type { ContactLine, RefusalLine } from '../../replay/line.ts'
import type { TaskLine } from '../../replay/task-line.ts'

/** What came of a replay, row by row, as its database has it. */
export interface ReplayRows {
  contacts: ContactLine[]
  /** The facts of cases in the order in which they were recorded. */
  caseFacts: CaseFact[]
  refusals: RefusalLine[]
  tasks: TaskLine[]
  unplaced: string[]
  parked: ParkedLine[]
  lawless: string[]
}

export async function replayRows(db: Sql): Promise<ReplayRows> {
  const facts = await ask(db, CASE_FACTS)
  return {
    contacts: await ask(db, CONTACTS),
    caseFacts: facts.map((fact) => ({ ...fact, zones: fact.zones.split(',') })),
    refusals: await ask(db, REFUSALS),
    tasks: await ask(db, TASKS),
    unplaced: (await ask(db, UNPLACED)).map(({ account }) => account),
    parked: await ask(db, PARKED),
    lawless: (await ask(db, LAWLESS)).map(({ reason }) => reason),
  }
}

const CONTACTS = statement<ContactLine>({
  name: 'replay-contacts',
  once: true,
  text: `
  select coalesce(c.not_before, c.at) as at, a.external_id as account, p.external_id as debtor,
    a.external_id || '/' || k.number as case, c.channel, c.stage, c.step, c.attempt, coalesce(c.dpd, 0) as dpd
  from contact c
  join collection_case k on k.person_id = c.person_id and k.id = c.case_id
  join account a on a.person_id = k.person_id and a.id = k.account_id
  join person p on p.id = c.person_id
  where c.at is not null and c.step is not null and c.stage is not null
  order by c.id`,
  row: {
    at: 'timestamptz',
    account: 'text',
    debtor: 'text',
    case: 'text',
    channel: 'text',
    stage: 'text',
    step: 'text',
    attempt: 'int4',
    dpd: 'int4',
  },
})

const CASE_FACTS = statement<Omit<CaseFact, 'zones'> & { zones: string }>({
  name: 'replay-case-facts',
  once: true,
  text: `
  select a.external_id as account, a.zones, f.kind, (f.body->>'number')::int as number,
    f.happened_at as at, f.body->>'reason' as reason
  from fact f
  join account a on a.person_id = f.person_id and a.id = f.account_id
  where f.kind in ('case.opened', 'case.reopened', 'case.closed')
  order by f.id`,
  row: {
    account: 'text',
    zones: 'text',
    kind: 'text',
    number: 'int4',
    at: 'timestamptz',
    reason: 'text?',
  },
})

const REFUSALS = statement<RefusalLine>({
  name: 'replay-refusals',
  once: true,
  text: `
  select d.at, a.external_id as account, d.step, d.kind,
    array(select reason->>'rule' from jsonb_array_elements(d.reasons) reason) as rules
  from decision d
  join account a on a.person_id = d.person_id and a.id = d.account_id
  where d.step is not null and d.kind not in ('planned', 'moved')
  order by d.id`,
  row: { at: 'timestamptz', account: 'text', step: 'text', kind: 'text', rules: 'text[]' },
})

const TASKS = statement<TaskLine>({
  name: 'replay-tasks',
  once: true,
  text: `
  select t.created_at as at, a.external_id as account, a.external_id || '/' || k.number as case, t.kind, t.step,
    t.role, t.due, t.resolved_at as "closedAt", t.resolution as answer
  from human_task t
  left join collection_case k on k.person_id = t.person_id and k.id = t.case_id
  left join account a on a.person_id = t.person_id and a.id = t.account_id
  order by t.id`,
  row: {
    at: 'timestamptz',
    account: 'text?',
    case: 'text?',
    kind: 'text',
    step: 'text?',
    role: 'text',
    due: 'timestamptz',
    closedAt: 'timestamptz?',
    answer: 'text?',
  },
})

const UNPLACED = statement<{ account: string }>({
  name: 'replay-unplaced',
  once: true,
  text: `
  select distinct a.external_id as account
  from human_task t
  join account a on a.person_id = t.person_id and a.id = t.account_id
  where t.kind in ${oneOf(kindsClosedBy('case_opened'))}
  order by 1`,
  row: { account: 'text' },
})

const PARKED = statement<ParkedLine>({
  name: 'replay-parked',
  once: true,
  text: `
  select w.loop, w.kind, w.id, w.code, w.attempts, coalesce(a.external_id, p.external_id) as about
  from parked w
  left join person p on p.id = w.person_id
  left join account a on a.person_id = w.person_id and a.id = w.account_id
  where w.cleared_at is null order by w.loop || w.id`,
  row: { loop: 'text', kind: 'text', id: 'text', code: 'text', attempts: 'int4', about: 'text?' },
})

const LAWLESS = statement<{ reason: string }>({
  name: 'replay-lawless',
  once: true,
  text: `select reason from human_task where kind in ${oneOf(kindsWith(({ ofGap }) => ofGap === true))}`,
  row: { reason: 'text' },
})
