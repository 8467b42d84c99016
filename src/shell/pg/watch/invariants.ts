import { faultCode, isRowFault } from '../../../core/base/fault.ts'
import { unreadable } from '../../../core/base/told.ts'
import { MESSAGE_CHANNELS } from '../../../core/channel/channel.ts'
import type { Sql } from '../base/database.ts'
import { STATES, CONTACT_STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'
import { OWED_AGAIN } from './owed-again.ts'
import { PROMISED_AGAIN } from './promised-again.ts'
import { HOUR } from '../../../core/base/time.ts'
import { ABANDONED_AFTER } from '../../../core/model/task-row.ts'
import { eachTable } from '../task/table.ts'

export interface InvariantResult {
  id: string
  promise: string
  /** Ids of what breaks it; the first twenty. */
  violations: string[]
  count: number
}

interface Invariant {
  id: string
  promise: string
  /** Each row is a violation, named by `id`. */
  query: string
}

/** Contacts that were made: they count for I1, I2, I3 and I7. */
const MADE = `direction = 'out' and case_id is not null and at is not null
  and state in ${oneOf(STATES.taken)}`
/** Contacts that were made before facts were counted have instants alone, at which their transactions began. By the real clock, two transactions that overlapped say nothing of their order; virtual time stands still meanwhile. */
const OVERLAP = `case when exists (select 1 from virtual_clock) then interval '0' else interval '5 seconds' end`
/** Channels that a provider sends on, as SQL has them. */
const MESSAGES = MESSAGE_CHANNELS.map((channel) => `'${channel}'`).join(', ')
/** Its local day and time in each zone where the person may be: Postgres has its own time zone data, which makes it a second opinion. */
const LOCAL = `select c.person_id, c.id, c.channel, c.purpose, c.at, c.at at time zone z.zone as wall, z.zone
  from contact c join person p on p.id = c.person_id cross join lateral unnest(p.zones) as z (zone) where c.${MADE}`

/** Somebody has the call or the visit: it was claimed and may still be started, or was started and has not been left alone for too long. */
const IN_HAND = (table: string): string => `exists (
  select from ${table} t where t.person_id = c.person_id and t.contact_id = c.id
    and (t.state = 'claimed' and t.act_before > clock_timestamp() - interval '10 minutes'
      or t.state = 'started' and t.started_at > business_now() - interval '${ABANDONED_AFTER / HOUR + 1} hours'))`

/** A hold of one obligation reaches the whole account where nothing else can be due: there is no other bill of that day or before it, or nobody but snapshots knows what is owed. */
const HELD_ALONE = `select 'contact ' || c.id from contact c
      join hold h on h.person_id = c.person_id and h.account_id = c.account_id and h.obligation is not null
      join account a on a.person_id = h.person_id and a.id = h.account_id
      where c.${MADE} and c.purpose = 'collect' and h.kind in ('hold', 'dispute') and (h.placed or h.upheld_at is not null)
        and (h.lifted_at is null or h.lifted_at > c.at)
        and case when c.checked_fact is null or h.known_fact is null
          then greatest(h.from_at, h.known_at) < c.at - ${OVERLAP}
          else h.known_fact < c.checked_fact and h.from_at < c.at end
        and (h.until_on is null or h.until_on > (c.at at time zone 'UTC')::date + 1)
        and (a.feed = 'snapshot' or not exists (select from obligation o
          where o.person_id = h.person_id and o.account_id = h.account_id and o.external_id <> h.obligation
            and (o.due_on <= (c.at at time zone 'UTC')::date + 1 or o.due_at is not null or o.words is not null)))`

const INVARIANTS: Invariant[] = [
  {
    id: 'I1',
    promise: 'at most one contact per case, episode, step and attempt',
    query: `select case_id || '/' || step || '#' || attempt as id from contact
      where case_id is not null and state not in ${oneOf(STATES.unmade)}
      group by person_id, case_id, episode, step, attempt having count(*) > 1`,
  },
  {
    id: 'I2',
    promise: 'no contact before 8 or after 21 where the person may be, nor in hours that the person closed',
    query: `with local as (${LOCAL}),
      wished as (select f.person_id, f.happened_at as since, w ->> 'days' as days, (w -> 'hours' ->> 0)::time as from_time,
          (w -> 'hours' ->> 1)::time as to_time
        from fact f cross join lateral jsonb_array_elements(f.body -> 'closed') as w
        where f.kind = 'preference.set' and jsonb_typeof(w -> 'hours') = 'array')
      select 'contact ' || id as id from local where wall::time < '08:00' or wall::time >= '21:00'
      union
      select 'contact ' || l.id from local l join wished w on w.person_id = l.person_id and w.since < l.at
      where w.days = 'mon-fri' and extract(isodow from l.wall) <= 5 and l.wall::time >= w.from_time and l.wall::time < w.to_time`,
  },
  {
    id: 'I3',
    promise: 'no contact that was planned before a payment, hold, dispute or opt-out and made after it',
    query: `select 'contact ' || c.id as id from contact c
      where c.${MADE} and exists (
        select 1 from fact f where f.person_id = c.person_id and (f.account_id is null or f.account_id = c.account_id)
          and f.kind in ('payment.received', 'credit.noted', 'debt.written_off', 'hold.placed', 'dispute.opened', 'cease.received', 'account.closed')
          and case when c.checked_fact is null or c.planned_fact is null
            then f.recorded_at > c.created_at and f.recorded_at <= c.at - ${OVERLAP}
            else f.id > c.planned_fact and f.id <= c.checked_fact end)
      union
      select 'contact ' || c.id from contact c join hold h on h.person_id = c.person_id
        and (h.account_id is null or h.account_id = c.account_id) and (h.channel is null or h.channel = c.channel)
        and (h.number_id is null or h.number_id = c.number_id)
        -- Where one obligation is disputed, the rest goes on.
        and h.obligation is null
      where c.${MADE} and c.purpose = 'collect' and (h.lifted_at is null or h.lifted_at > c.at)
        and case when c.checked_fact is null or h.known_fact is null
          then greatest(h.from_at, h.known_at) < c.at - ${OVERLAP}
          else h.known_fact < c.checked_fact and h.from_at < c.at end
        and (h.until_on is null or h.until_on > (c.at at time zone 'UTC')::date + 1)
      union
      ${HELD_ALONE}`,
  },
  {
    id: 'I4',
    promise:
      'nothing counts as sent that the provider has not named; a receipt proves the rest, and of a letter its batch',
    query: `select 'contact ' || id as id from contact c
      where case_id is not null and channel in (${MESSAGES}) and state in ${oneOf(STATES.unconfirmed)} and provider_ref is null
        and not exists (select 1 from letter l
          where l.person_id = c.person_id and l.contact_id = c.id and l.batch_id is not null)`,
  },
  {
    id: 'I5',
    promise:
      'every open case has a contact to come, an open task, something that time alone brings or a day on which somebody looks again, and no contact waits past its time',
    query: `select 'case ' || c.id as id from collection_case c where c.closed_on is null
        and not coalesce(c.waits_for in ('contact', 'time', 'review_date') and c.waits_until > business_now() - interval '1 hour', false)
        and not coalesce(c.next_review_at between business_now() - interval '1 hour' and business_now(), false)
        and not exists (select 1 from human_task t where t.person_id = c.person_id and t.case_id = c.id and t.resolved_at is null)
        and not exists (select 1 from contact k where k.person_id = c.person_id and k.case_id = c.id
          and k.state in ${oneOf(STATES.open)})
      union all
      select 'contact ' || id from contact where state in ${oneOf(STATES.waiting)} and expires_at < business_now() - interval '1 hour'
      union all
      select 'contact ' || id from contact where state in ${oneOf(STATES.toQueue)} and not_before < business_now() - interval '1 hour'
      union all
      select 'contact ' || id from contact where state in ${oneOf(STATES.sending)} and channel in (${MESSAGES})
        and lease_until < clock_timestamp() - interval '10 minutes'
      union all
      -- Print houses take letters once a week at least.
      select 'contact ' || c.id from contact c join letter l on l.person_id = c.person_id and l.contact_id = c.id
        where c.state in ${oneOf(STATES.sending)} and c.lease_until is null
          and l.written_at < business_now() - interval '8 days'
      union all
      select 'contact ' || c.id from contact c where c.state in ${oneOf(STATES.sending)} and c.channel not in (${MESSAGES})
        and c.case_id is not null and not (${eachTable(IN_HAND, ' or ')})
      union all
      select 'contact ' || id from contact c where state in ${oneOf(STATES.lost)} and changed_at < business_now() - interval '3 days'
        and not exists (select 1 from human_task t where t.person_id = c.person_id and t.contact_id = c.id)`,
  },
  {
    id: 'I6',
    promise: 'what an account owes equals a recomputation from its obligations and payments',
    query: OWED_AGAIN,
  },
  {
    id: 'I11',
    promise: 'what is told of a promise is what the money that came since then says',
    query: PROMISED_AGAIN,
  },
  {
    id: 'I7',
    promise:
      'no person hears of us more than 3 times on a day or 7 times in 7 days, over all accounts and channels',
    query: `with days as (select person_id, zone, wall::date as day, count(*) as contacts
        from (${LOCAL}) l where purpose <> 'legal_notice' group by 1, 2, 3)
      select 'person ' || person_id || ' on ' || day as id from days where contacts > 3
      union
      select 'person ' || d.person_id || ' until ' || d.day from days d
      join days e on e.person_id = d.person_id and e.zone = d.zone and e.day between d.day - 6 and d.day
      group by d.person_id, d.zone, d.day having sum(e.contacts) > 7`,
  },
  {
    id: 'I10',
    promise: 'every contact row is in one of the ten states, and every one that was planned is still there',
    query: `select 'contact ' || id as id from contact where state not in ${oneOf(CONTACT_STATES)}
      union all
      select 'decision ' || d.id from decision d where d.contact_id is not null
        and not exists (select 1 from contact c where c.person_id = d.person_id and c.id = d.contact_id)`,
  },
]

export async function checkInvariants(db: Sql): Promise<InvariantResult[]> {
  const results: InvariantResult[] = []
  for (const { id, promise, query } of INVARIANTS) {
    const rows = await askOne(db, query)
    results.push({ id, promise, violations: rows.slice(0, 20).map((row) => row.id), count: rows.length })
  }
  return results
}

/** A question that what is stored of somebody spoils is asked of the others all the same, and he is named. */
async function askOne(db: Sql, query: string): Promise<{ id: string }[]> {
  try {
    return await db.query<{ id: string }>(query)
  } catch (error) {
    if (!isRowFault(error)) throw error
    const [book] = await db.query<Persons>('select 0 as first, coalesce(max(id), 0) as last from person')
    return askHalves(db, query, book ?? NOBODY)
  }
}

/** Ids of persons, both ends included. */
interface Persons {
  first: number
  last: number
}
const NOBODY: Persons = { first: 0, last: 0 }

async function askHalves(db: Sql, query: string, { first, last }: Persons): Promise<{ id: string }[]> {
  try {
    return await db.query<{ id: string }>(ofPersons(query), [first, last])
  } catch (error) {
    if (!isRowFault(error)) throw error
    if (first >= last) return [{ id: `person ${first}: ${unreadable(faultCode(error))}` }]
    const middle = Math.floor((first + last) / 2)
    const before = await askHalves(db, query, { first, last: middle })
    return [...before, ...(await askHalves(db, query, { first: middle + 1, last }))]
  }
}

const TABLES = [
  'contact',
  'fact',
  'hold',
  'collection_case',
  'human_task',
  'account',
  'obligation',
  'payment',
  'promise',
  'decision',
  'letter',
]

/** The same question, each table of which holds the rows of these persons alone. */
function ofPersons(query: string): string {
  const tables = [
    'person as not materialized (select * from public.person where id between $1 and $2)',
    ...TABLES.map(
      (table) =>
        `${table} as not materialized (select * from public.${table} where person_id between $1 and $2)`,
    ),
  ]
  return `with ${tables.join(', ')} ${query.startsWith('with ') ? query.replace('with ', ', ') : query}`
}

/** Violations by invariant: the alarm of production. */
export async function invariantCounts(db: Sql): Promise<Record<string, number>> {
  const results = await checkInvariants(db)
  return Object.fromEntries(results.map(({ id, count }) => [id, count]))
}
