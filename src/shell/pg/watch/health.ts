import type { Instant } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import type { Backlog } from '../../../core/alarm/standing-still.ts'
import { TASK_CHANNELS } from '../../../core/channel/channel.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'
import { aside, readable } from '../sweep/park.ts'
import { NOT_OFFERED } from '../task/table.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

export interface Beat {
  worker: string
  lastWorkAt: Instant
  /** Processes that did something in the last ten minutes. */
  instances: number
}

const BEATS = statement<Beat>({
  name: 'beats',
  once: true,
  text: `
    select part as worker, max(last_work_at) as "lastWorkAt",
      count(*) filter (where last_work_at > clock_timestamp() - interval '10 minutes') as instances
    from heartbeat cross join lateral unnest(string_to_array(worker, '+')) as part
    where last_work_at > 'epoch' group by part order by part`,
  row: { worker: 'text', lastWorkAt: 'timestamptz', instances: 'int8' },
})

/** The latest work of each kind of worker, in machine time; a process that does several is named `detect+decide`. */
export const readBeats = (db: Sql) => ask(db, BEATS)

export interface Clocks {
  business: Instant
  /** The database's own. */
  machine: Instant
  virtual: boolean
}

const CLOCKS = statement<Clocks>({
  name: 'clocks',
  once: true,
  text: `
    select business_now() as business, clock_timestamp() as machine,
      exists (select 1 from virtual_clock) as "virtual"`,
  row: { business: 'timestamptz', machine: 'timestamptz', virtual: 'bool' },
})

export const readClocks = (db: Sql) => askOne(db, CLOCKS)

const BACKLOG = statement<Backlog>({
  name: 'backlog',
  text: `
    select worker, greatest(0, extract(epoch from business_now() - since))::float8 as seconds from (
       select 'decide' as worker, min(next_review_at) as since from collection_case
         where next_review_at is not null and person_id <> all (${aside('decide', 'person')})
       union all
       select 'relay', min(not_before) from contact where state in ${oneOf(STATES.toQueue)} and id <> all (${aside('relay', 'contact')})
       union all
       select c.channel, min(c.changed_at) from contact c where c.state in ${oneOf(STATES.toRedeem)}
         and (c.channel not in ${oneOf(TASK_CHANNELS)} or ${NOT_OFFERED}) and c.id <> all (${aside('offer', 'contact')})
         and ${readable({ person: 'c.person_id', contact: 'c.id' }, 'redeem', '$1')} group by c.channel
     ) waits where since is not null and since <= business_now()`,
  row: { worker: 'text', seconds: 'float8' },
})

/** Work whose time has come, by the worker that should do it: how long the oldest has waited, in business time. A call or a visit that was offered waits for people, and what is put aside for whoever mends it. */
export async function readBacklog(db: Sql): Promise<Backlog[]> {
  // Whatever the time at which it is tried again: what is put aside has an alarm of its own.
  return ask(db, BACKLOG, [0])
}

const STUCK = plainStatement({
  name: 'stuck',
  once: true,
  text: `
    select (select count(*) from collection_case c where c.closed_on is null and c.next_review_at is null
      and not exists (select 1 from human_task t where t.person_id = c.person_id and t.case_id = c.id and t.resolved_at is null))
      + (select count(*) from parked where cleared_at is null) as stuck`,
  row: { stuck: 'int8' },
})

/** What nothing looks at: open cases with neither a review nor an open task, and rows that are put aside. The count must be 0. */
export async function countStuck(db: Sql): Promise<number> {
  return (await askOne(db, STUCK)).stuck
}

/** Rows that a loop has put aside. */
export interface ParkedCount {
  loop: string
  kind: string
  rows: number
}

const PARKED = statement<ParkedCount>({
  name: 'parked-count',
  once: true,
  text: 'select loop, kind, count(*) as rows from parked where cleared_at is null group by 1, 2 order by 1, 2',
  row: { loop: 'text', kind: 'text', rows: 'int8' },
})

export const countParked = (db: Sql) => ask(db, PARKED)
