import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

export interface ContactCount {
  state: string
  channel: string
  contacts: number
}

const CONTACT_COUNT = { state: 'text', channel: 'text', contacts: 'int8' } as const

const IN_HAND = statement<ContactCount>({
  name: 'metrics-in-hand',
  once: true,
  text: `select state, channel, count(*) as contacts from contact where state in ${oneOf(STATES.toQueue)} group by 1, 2
     union all
     select state, channel, count(*) from contact where state in ${oneOf(STATES.handed)} group by 1, 2`,
  row: CONTACT_COUNT,
})

/** What is on its way: along the partial indexes of the outbox. */
export async function countContactsInHand(db: Sql): Promise<ContactCount[]> {
  return ask(db, IN_HAND)
}

const OF_LAST_DAY = statement<ContactCount>({
  name: 'metrics-of-last-day',
  once: true,
  text: `select state, channel, count(*) as contacts from contact
     where created_at >= business_now() - interval '1 day' and created_at <= business_now() group by 1, 2`,
  row: CONTACT_COUNT,
})

/** What became of the contacts planned in the last business day. */
export async function countContactsOfLastDay(db: Sql): Promise<ContactCount[]> {
  return ask(db, OF_LAST_DAY)
}

/** How long after the last check requests to providers went out, over the contacts of the last business days, in seconds: the gap of promise I3. */
export async function readCheckToSocket(db: Sql, days = 1): Promise<{ quantile: string; seconds: number }[]> {
  return db.query(
    `select q.quantile::text, percentile_disc(q.quantile) within group (order by sent_after_ms) / 1000.0 as seconds
     from (values (0.5), (0.99), (1.0)) as q (quantile), contact
     where created_at >= business_now() - $1 * interval '1 day' and created_at <= business_now()
       and sent_after_ms is not null
     group by q.quantile order by q.quantile`,
    [days],
  )
}

/** Refusals of the last business day by the rule that forbade; several rules of one refusal count each. */
export async function countRefusalsOfLastDay(db: Sql): Promise<{ rule: string; refusals: number }[]> {
  return db.query(
    `select reason ->> 'rule' as rule, count(*) as refusals
     from decision d cross join lateral jsonb_array_elements(d.reasons) as reason
     where d.kind = 'refused' and d.at >= business_now() - interval '1 day' and d.at <= business_now()
       and reason ->> 'effect' in ('block', 'review', 'ground')
     group by 1`,
  )
}

export async function countOpenTasks(db: Sql): Promise<{ kind: string; tasks: number }[]> {
  return db.query('select kind, count(*) as tasks from human_task where resolved_at is null group by 1')
}
