import { MESSAGE_CHANNELS } from '../../../core/channel/channel.ts'
import { dayOf, HOUR } from '../../../core/base/time.ts'
import type { Instant } from '../../../core/base/time.ts'
import { json } from '../base/cell.ts'
import type { Sql } from '../base/database.ts'
import { fieldsIn, listIn } from '../base/read-json.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'
import { ANY_OPEN } from '../task/table.ts'
import type { MadeContact } from '../../replay/driver.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

/** What is to be done at this instant, what was just sent, and what comes next: one round trip. */
export interface FullState {
  /** Accounts are to be reviewed today, in the first zone in which the day begins. */
  looks: boolean
  cases: boolean
  /** The contacts that wait past their not-before or their window. */
  contacts: boolean
  tasks: boolean
  sent: (MadeContact & { id: number })[]
  next: Instant | null
}

/** What there is to do on a book that stands at `now`. */
export async function readState(db: Sql, now: Instant): Promise<FullState> {
  const lastDay = dayOf('UTC', now + 14 * HOUR)
  return askOne(db, STATE, [lastDay, MESSAGE_CHANNELS])
}

const SENT = fieldsIn<FullState['sent'][number]>({
  id: 'number',
  account: 'string',
  step: 'string',
  attempt: 'number',
})

const STATE = statement<FullState>({
  name: 'replay-state',
  text: `
  with clock as materialized (select business_now() as now)
  select exists (select from account where look_on <= $1::date)
      or exists (select from creditor_feed where judged is null or wake_on is not null
        or (stale_on <= $1::date and woken_on is distinct from stale_on)) as looks,
    exists (select from collection_case where next_review_at <= clock.now) as cases,
    exists (select from contact where state in ${oneOf(STATES.toQueue)} and not_before <= clock.now)
      or exists (select from contact where state in ${oneOf(STATES.waiting)} and expires_at <= clock.now) as contacts,
    (${ANY_OPEN}) as tasks,
    coalesce((select json_agg(json_build_object(
        'id', c.id, 'account', a.external_id, 'step', c.step, 'attempt', c.attempt))
      from contact c join account a on a.person_id = c.person_id and a.id = c.account_id
      where c.at = clock.now and c.step is not null and c.channel = any($2)), '[]') as sent,
    least(
      (select min(next_review_at) from collection_case where next_review_at > clock.now),
      (select min(not_before) from contact where state in ${oneOf(STATES.toQueue)} and not_before > clock.now),
      (select min(expires_at) from contact where state in ${oneOf(STATES.waiting)} and expires_at > clock.now)) as next
  from clock`,
  row: {
    looks: 'bool',
    cases: 'bool',
    contacts: 'bool',
    tasks: 'bool',
    sent: json(listIn(SENT), 'json'),
    next: 'timestamptz?',
  },
})

const ZONES = plainStatement({
  name: 'replay-zones',
  once: true,
  text: 'select distinct zones from account',
  row: { zones: 'text' },
})

/** Candidate zones of the book, each set joined by commas. */
export async function zoneSets(db: Sql): Promise<Set<string>> {
  return new Set((await ask(db, ZONES)).map(({ zones }) => zones))
}
