import { type Instant, instantInAll } from '../../../core/base/time.ts'
import { MESSAGE_CHANNELS } from '../../../core/channel/channel.ts'
import { jsonOrNull } from '../base/cell.ts'
import type { Database } from '../base/database.ts'
import { fieldsIn, listIn } from '../base/read-json.ts'
import { askOne, statement } from '../base/statement.ts'
import { moveClock } from '../base/virtual-clock.ts'
import { ANY_OPEN } from '../task/table.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

/** What waits for business time, and what is being done: all a conductor of virtual time needs to know. */
export interface Due {
  now: Instant
  review: Instant | null
  planned: Instant | null
  expiry: Instant | null
  look: Instant | null
  /** The instant of the oldest unknown send, or of the last question about it. */
  unknown: Instant | null
  /** Messages that are queued or on their way; a letter that is written waits for its print house. */
  inHand: number
  /** The instant at which the oldest letter was written that its print house has not been handed. */
  letter: Instant | null
  /** The first instant at which nobody waits any more for a dialer's word about a call that it was handed. */
  handed: Instant | null
  /** Calls and visits that somebody could take. */
  openTasks: boolean
}

interface Look {
  zones: string
  day: string
}

interface Row extends Omit<Due, 'look'> {
  looks: Look[] | null
}

const DUE = statement<Row>({
  name: 'read-due',
  text: `
    with recursive first_look as (
       (select zones, look_on as day from account where look_on is not null order by zones, look_on limit 1)
       union all
       select next.* from first_look before cross join lateral (
         select a.zones, a.look_on from account a
         where a.look_on is not null and a.zones > before.zones order by a.zones, a.look_on limit 1) next
     )
     select business_now() as now,
       (select min(next_review_at) from collection_case where next_review_at is not null) as review,
       (select min(not_before) from contact where state in ${oneOf(STATES.toQueue)}) as planned,
       (select min(expires_at) from contact where state in ${oneOf(STATES.waiting)}) as expiry,
       (select min(coalesce(asked_at[array_upper(asked_at, 1)], changed_at)) from contact where state in ${oneOf(STATES.lost)} and channel = any ($1)) as unknown,
       (select count(*) from contact c where c.state in ${oneOf(STATES.inWork)} and c.channel = any ($1)
         and not exists (select from letter l where l.person_id = c.person_id and l.contact_id = c.id)) as "inHand",
       (select min(written_at) from letter where batch_id is null) as letter,
       (select min(report_by) from dialer_entry where state = 'handed') as handed,
       (${ANY_OPEN}) as "openTasks",
       (select json_agg(json_build_object('zones', zones, 'day', day)) from first_look) as looks`,
  row: {
    now: 'timestamptz',
    review: 'timestamptz?',
    planned: 'timestamptz?',
    expiry: 'timestamptz?',
    unknown: 'timestamptz?',
    inHand: 'int8',
    letter: 'timestamptz?',
    handed: 'timestamptz?',
    openTasks: 'bool',
    looks: jsonOrNull(listIn(fieldsIn<Look>({ zones: 'string', day: 'string' })), 'json'),
  },
})

/** Moves virtual time where `to` is given, and reads what is due by then; along the partial indexes of what waits. */
export async function readDue(db: Database, to?: Instant): Promise<Due> {
  if (to !== undefined) await moveClock(db, to)
  const { looks, ...due } = await askOne(db, DUE, [MESSAGE_CHANNELS])
  return { ...due, look: earliest((looks ?? []).map(({ zones, day }) => lookAt(zones, day))) }
}

/** The day begins when it has begun in every zone where the person may be. */
function lookAt(zones: string, day: string): Instant {
  return instantInAll(zones.split(','), day, '00:05')
}

export function earliest(instants: (Instant | null)[]): Instant | null {
  const known = instants.filter((one) => one !== null)
  return known.length > 0 ? Math.min(...known) : null
}
