import type { Sql } from '../../pg/base/database.ts'
import { caseIntervals } from '../case-interval.ts'
import type { CaseFact } from '../case-interval.ts'
import type { ParkedLine, ReplayResult } from '../engine.ts'
import type { ContactLine, RefusalLine } from '../line.ts'
import type { TaskLine } from '../task-line.ts'
import { kindsClosedBy, kindsWith } from '../../../core/model/human-task.ts'
import { oneOf } from '../../pg/base/one-of.ts'

/** Reads what came of a replay from its database. */
export async function fullResult(db: Sql): Promise<ReplayResult> {
  const contacts = await db.query<ContactLine>(CONTACTS)
  const facts = await db.query<Omit<CaseFact, 'zones'> & { zones: string }>(CASE_FACTS)
  const refusals = await db.query<RefusalLine>(REFUSALS)
  const tasks = await db.query<TaskLine>(TASKS)
  const unplaced = await db.query<{ account: string }>(UNPLACED)
  const parked = await db.query<ParkedLine>(PARKED)
  const lawless = await db.query<{ reason: string }>(LAWLESS)
  return {
    contacts,
    cases: caseIntervals(facts.map((fact) => ({ ...fact, zones: fact.zones.split(',') }))),
    refusals,
    tasks,
    unplaced: unplaced.map((row) => row.account).sort(),
    parked,
    lawless: lawless.map(({ reason }) => reason).sort(),
  }
}

const CONTACTS = `
  select coalesce(c.not_before, c.at) as at, a.external_id as account, p.external_id as debtor,
    a.external_id || '/' || k.number as case, c.channel, c.stage, c.step, c.attempt, coalesce(c.dpd, 0) as dpd
  from contact c
  join collection_case k on k.person_id = c.person_id and k.id = c.case_id
  join account a on a.person_id = k.person_id and a.id = k.account_id
  join person p on p.id = c.person_id
  where c.at is not null and c.step is not null and c.stage is not null`

const CASE_FACTS = `
  select a.external_id as account, a.zones, f.kind, (f.body->>'number')::int as number,
    f.happened_at as at, f.body->>'reason' as reason
  from fact f
  join account a on a.person_id = f.person_id and a.id = f.account_id
  where f.kind in ('case.opened', 'case.reopened', 'case.closed')
  order by f.id`

const REFUSALS = `
  select d.at, a.external_id as account, d.step, d.kind,
    array(select reason->>'rule' from jsonb_array_elements(d.reasons) reason) as rules
  from decision d
  join account a on a.person_id = d.person_id and a.id = d.account_id
  where d.step is not null and d.kind not in ('planned', 'moved')
  order by d.id`

const TASKS = `
  select t.created_at as at, a.external_id as account, a.external_id || '/' || k.number as case, t.kind, t.step,
    t.role, t.due, t.resolved_at as "closedAt", t.resolution as answer
  from human_task t
  left join collection_case k on k.person_id = t.person_id and k.id = t.case_id
  left join account a on a.person_id = t.person_id and a.id = t.account_id`

const UNPLACED = `
  select distinct a.external_id as account
  from human_task t
  join account a on a.person_id = t.person_id and a.id = t.account_id
  where t.kind in ${oneOf(kindsClosedBy('case_opened'))}`

const PARKED = `
  select w.loop, w.kind, w.id, w.code, w.attempts, coalesce(a.external_id, p.external_id) as about
  from parked w
  left join person p on p.id = w.person_id
  left join account a on a.person_id = w.person_id and a.id = w.account_id
  where w.cleared_at is null order by w.loop || w.id`

const LAWLESS = `select reason from human_task where kind in ${oneOf(kindsWith(({ ofGap }) => ofGap === true))}`
