import type { ContactId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { Database } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { lastFactOf } from '../base/last-fact.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { lockPersons } from '../deliver/review.ts'
import { eachDialled } from './dialled.ts'
import type { DialList } from './list.ts'
import { STOPPED } from './withdraw.ts'

/** A call that was claimed for the list. */
export interface Claimed extends ContactRef {
  dialBefore: Instant
}

export interface Filled {
  contact: ContactId
  entry: string
  rank: number
  handedAt: Instant
  dialBefore: Instant
}

const STARTED = eachDialled(
  (table) => `${table}_started as (
    update ${table} t set state = 'started', started_at = ${instantOf('$7')}
    from handed h where t.person_id = h.person_id and t.contact_id = h.contact_id and t.state = 'claimed')`,
  ', ',
)
const HELD = eachDialled(
  (table) => `exists (select from ${table} t where t.person_id = c.person_id and t.contact_id = c.id
    and t.state = 'claimed' and t.claimed_by = $5 and t.act_before > clock_timestamp() + interval '5 seconds')`,
  ' or ',
)

/** What is still claimed, and what nothing was learnt about since, is handed: it is being made from here on, at no known time. */
const FILL = statement<Filled>({
  name: 'dialer-fill',
  once: true,
  text: `
    with l as (
      update dialer_list set state = 'filled', made_at = ${instantOf('$7')}
      where id = $1 and lease_token = $2 and state = 'gathering' returning id),
    made as (
      update contact c set at = null, not_before = ${instantOf('$7')}, lease_until = null,
        checked_fact = ${lastFactOf('c.person_id')}, changed_at = ${instantOf('$7')}
      from l, collection_case k, unnest($3::bigint[], $4::bigint[]) as u (person, contact)
      where c.person_id = u.person and c.id = u.contact and c.state in ${oneOf(STATES.sending)}
        and k.person_id = c.person_id and k.id = c.case_id and k.epoch <= c.epoch and k.closed_on is null
        and not ${STOPPED} and (${HELD})
      returning c.person_id, c.id),
    handed as (
      insert into dialer_entry (list_id, person_id, contact_id, rank, state, handed_at, dial_before, report_by)
      select $1, u.person, u.contact, row_number() over (order by u.place), 'handed', ${instantOf('$7')},
        ${instantOf('u.dial_before')}, ${instantOf('u.dial_before')} + make_interval(mins => $8)
      from unnest($3::bigint[], $4::bigint[], $6::float8[]) with ordinality as u (person, contact, dial_before, place)
      join made m on m.person_id = u.person and m.id = u.contact
      returning person_id, contact_id, entry, rank, handed_at, dial_before),
    ${STARTED}
    select contact_id as contact, entry, rank, handed_at as "handedAt", dial_before as "dialBefore"
    from handed order by rank`,
  row: {
    contact: 'int8',
    entry: 'uuid',
    rank: 'int4',
    handedAt: 'timestamptz',
    dialBefore: 'timestamptz',
  },
})

/** The claimed calls become entries of the list, ranked in the order given; the answer has those that did. */
export function fillList(
  db: Database,
  { id, token }: DialList,
  { agent, claimed, within }: { agent: string; claimed: readonly Claimed[]; within: number },
): Promise<Filled[]> {
  return db.transaction(async (tx) => {
    const persons = claimed.map(({ person }) => person)
    await lockPersons(tx, persons)
    const contacts = claimed.map(({ contact }) => contact)
    const ends = claimed.map(({ dialBefore }) => dialBefore)
    return ask(tx, FILL, [id, token, persons, contacts, agent, ends, tx.now, within])
  })
}

const BUSINESS_NOW = plainStatement({
  name: 'dialer-now',
  once: true,
  text: 'select business_now() as now',
  row: { now: 'timestamptz' },
})

export async function dialerNow(db: Database): Promise<Instant> {
  const [row] = await ask(db, BUSINESS_NOW)
  return row?.now ?? 0
}
