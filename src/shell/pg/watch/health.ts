import type { Instant } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import type { Backlog } from '../../../core/alarm/standing-still.ts'
import { TASK_CHANNELS } from '../../../core/channel/channel.ts'
import { ask, statement } from '../base/statement.ts'
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

/** The latest work of each kind of worker, in machine time; a process that does several is named `detect+decide`. */
export async function readBeats(db: Sql): Promise<Beat[]> {
  return db.query<Beat>(
    `select part as worker, max(last_work_at) as "lastWorkAt", 
       count(*) filter (where last_work_at > clock_timestamp() - interval '10 minutes') as instances
     from heartbeat cross join lateral unnest(string_to_array(worker, '+')) as part
     where last_work_at > 'epoch' group by part order by part`,
  )
}

export interface Clocks {
  business: Instant
  /** The database's own. */
  machine: Instant
  virtual: boolean
}

export async function readClocks(db: Sql): Promise<Clocks> {
  const [row] = await db.query<Clocks>(
    `select business_now() as business, clock_timestamp() as machine, exists (select 1 from virtual_clock) as "virtual"`,
  )
  if (!row) throw new Error('no clock')
  return row
}

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

/** What nothing looks at: open cases with neither a review nor an open task, and rows that are put aside. The count must be 0. */
export async function countStuck(db: Sql): Promise<number> {
  const [row] = await db.query<{ stuck: number }>(
    `select (select count(*) from collection_case c where c.closed_on is null and c.next_review_at is null
       and not exists (select 1 from human_task t where t.person_id = c.person_id and t.case_id = c.id and t.resolved_at is null))
       + (select count(*) from parked where cleared_at is null) as stuck`,
  )
  return row?.stuck ?? 0
}

/** Rows that a loop has put aside. */
export interface ParkedCount {
  loop: string
  kind: string
  rows: number
}

export async function countParked(db: Sql): Promise<ParkedCount[]> {
  return db.query<ParkedCount>(
    `select loop, kind, count(*) as rows from parked where cleared_at is null group by 1, 2 order by 1, 2`,
  )
}
