import type { Instant } from '../../../core/base/time.ts'
import { TASK_CHANNELS } from '../../../core/channel/channel.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import type { Sql } from '../base/database.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, statement } from '../base/statement.ts'
import { tableOf } from '../task/table.ts'

/** Open cases of one place in one strategy, in one currency. */
export interface OpenMoney {
  strategy: string
  state: string
  stage: string | null
  currency: string
  cases: number
  pastDue: number
}

const OPEN_MONEY = statement<OpenMoney>({
  name: 'morning-open-money',
  once: true,
  text: `select c.strategy, c.state, c.stage, a.currency, count(*) as cases, sum(a.past_due)::int8 as "pastDue"
     from collection_case c join account a on a.person_id = c.person_id and a.id = c.account_id
     where c.closed_on is null group by 1, 2, 3, 4 order by 1, 2, 3 nulls first, 4`,
  row: {
    strategy: 'text',
    state: 'text',
    stage: 'text?',
    currency: 'text',
    cases: 'int8',
    pastDue: 'int8',
  },
})

export function readOpenMoney(db: Sql): Promise<OpenMoney[]> {
  return ask(db, OPEN_MONEY)
}

export interface TodaysContacts {
  channel: string
  state: string
  contacts: number
}

/** What waits is found along the partial index of the outbox; what is over was planned in the last two weeks. */
const TODAY = statement<TodaysContacts>({
  name: 'morning-contacts',
  once: true,
  text: `with today as (select date_trunc('day', business_now() at time zone 'UTC') at time zone 'UTC' as start)
     select channel, state, count(*) as contacts from (
       select c.channel, c.state from contact c, today t
       where c.state in ${oneOf(STATES.waiting)} and c.not_before < t.start + interval '1 day'
       union all
       select c.channel, c.state from contact c where c.state in ${oneOf(STATES.inHand)}
       union all
       select c.channel, c.state from contact c, today t
       where c.direction = 'out' and c.created_at >= t.start - interval '14 days'
         and ((c.state in ${oneOf(STATES.made)} and c.at >= t.start)
           or (c.state in ${oneOf(STATES.unmade)} and c.changed_at >= t.start))) today
     group by 1, 2 order by 1, 2`,
  row: { channel: 'text', state: 'text', contacts: 'int8' },
})

export function readTodaysContacts(db: Sql): Promise<TodaysContacts[]> {
  return ask(db, TODAY)
}

/** What waits for people of one role. */
export interface WaitsFor {
  role: string
  kind: string
  tasks: number
  claimed: number
  overdue: number
  /** The soonest of them must be done by then; null = calls and visits, which end by themselves. */
  due: Instant | null
}

const WAITS = statement<WaitsFor>({
  name: 'morning-waits',
  once: true,
  text: `select role, kind, count(*) as tasks, count(claimed_by) as claimed,
       count(*) filter (where due < business_now()) as overdue, min(due) as due
     from human_task where resolved_at is null group by 1, 2
     union all
     ${TASK_CHANNELS.map(
       (channel) => `select '${channel}', 'on offer', count(*), count(claimed_by), 0, null
         from ${tableOf({ kind: channel })} where state in ('open', 'claimed', 'started') having count(*) > 0`,
     ).join(' union all ')}
     order by 1, 5 desc, 3 desc, 2`,
  row: {
    role: 'text',
    kind: 'text',
    tasks: 'int8',
    claimed: 'int8',
    overdue: 'int8',
    due: 'timestamptz?',
  },
})

export function readWaits(db: Sql): Promise<WaitsFor[]> {
  return ask(db, WAITS)
}

export interface RefusedByRule {
  rule: string
  pack: string | null
  effect: string
  title: string
  cite: string | null
  refusals: number
  cases: number
  missing: string[]
  liftsAt: Instant | null
}

/** Refusals by rule since then, in business time; several rules of one refusal count each. Every key that one of them lacked is named once. */
const REFUSED = statement<RefusedByRule>({
  name: 'morning-refused',
  once: true,
  text: `select reason ->> 'rule' as rule, reason ->> 'pack' as pack, reason ->> 'effect' as effect,
       min(reason ->> 'text') as title, min(reason ->> 'cite') as cite, count(distinct (d.id, r.nth)) as refusals,
       count(distinct d.case_id) as cases,
       coalesce(array_agg(distinct lacked) filter (where lacked is not null), '{}') as missing,
       min(to_timestamp((reason ->> 'liftsAt')::float8 / 1000.0)) filter (
         where (reason ->> 'liftsAt')::float8 between 0 and 8.64e15) as "liftsAt"
     from decision d cross join lateral jsonb_array_elements(d.reasons) with ordinality as r (reason, nth)
     left join lateral jsonb_array_elements_text(coalesce(reason -> 'missing', '[]')) as m (lacked) on true
     where d.kind = 'refused' and d.at > to_timestamp($1 / 1000.0) and d.at <= business_now()
       and reason ->> 'effect' in ('block', 'review', 'ground')
     group by 1, 2, 3 order by 6 desc, 1`,
  row: {
    rule: 'text',
    pack: 'text?',
    effect: 'text',
    title: 'text',
    cite: 'text?',
    refusals: 'int8',
    cases: 'int8',
    missing: 'text[]',
    liftsAt: 'timestamptz?',
  },
})

export function readRefusedByRule(db: Sql, since: Instant): Promise<RefusedByRule[]> {
  return ask(db, REFUSED, [since])
}

export interface ParkedRowTold {
  loop: string
  kind: string
  id: string
  code: string
  attempts: number
  since: Instant
  retryAt: Instant
  task: number | null
}

const PARKED = statement<ParkedRowTold>({
  name: 'morning-parked',
  once: true,
  text: `select loop, kind, id, code, attempts, since, retry_at as "retryAt", task_id as task
     from parked where cleared_at is null order by since, loop, id limit 50`,
  row: {
    loop: 'text',
    kind: 'text',
    id: 'text',
    code: 'text',
    attempts: 'int4',
    since: 'timestamptz',
    retryAt: 'timestamptz',
    task: 'int8?',
  },
})

export function readParkedRows(db: Sql): Promise<ParkedRowTold[]> {
  return ask(db, PARKED)
}

/** What waits in Postgres for a worker, and is in Redis only once it is due. */
export interface WaitsInPostgres {
  reviewsDue: number
  reviewsLater: number
  planned: number
  queued: number
  unknown: number
  /** The next instant at which something becomes due; null = nothing waits for time. */
  next: Instant | null
}

const IN_POSTGRES = statement<WaitsInPostgres>({
  name: 'morning-in-postgres',
  once: true,
  text: `select
       (select count(*) from collection_case where next_review_at <= business_now()) as "reviewsDue",
       (select count(*) from collection_case where next_review_at > business_now()) as "reviewsLater",
       (select count(*) from contact where state in ${oneOf(STATES.toQueue)}) as planned,
       (select count(*) from contact where state in ${oneOf(STATES.toRedeem)}) as queued,
       (select count(*) from contact where state in ${oneOf(STATES.lost)}) as unknown,
       least((select min(next_review_at) from collection_case where next_review_at > business_now()),
         (select min(not_before) from contact where state in ${oneOf(STATES.toQueue)} and not_before > business_now()))
         as next`,
  row: {
    reviewsDue: 'int8',
    reviewsLater: 'int8',
    planned: 'int8',
    queued: 'int8',
    unknown: 'int8',
    next: 'timestamptz?',
  },
})

export async function readWaitsInPostgres(db: Sql): Promise<WaitsInPostgres> {
  const [row] = await ask(db, IN_POSTGRES)
  if (!row) throw new Error('no row')
  return row
}
