import type { CaseId, ContactId, PersonId } from '../../../core/base/id.ts'
import { sendReason } from '../../../core/deliver/send-reason.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { kindsClosedBy } from '../../../core/model/human-task.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { lockPersons, reviewCases } from '../deliver/review.ts'
import { askHumans } from '../sweep/unknown.ts'
import { eachDialled } from './dialled.ts'

/** An entry with whom it is about. */
export interface EntryRef {
  entry: string
  person: PersonId
  contact: ContactId
}

const REOPENED = eachDialled(
  (table) => `${table}_again as (
    update ${table} t set
      state = case when f.state in ${oneOf(STATES.toRedeem)} then 'open' else 'withdrawn' end,
      claimed_by = null, claimed_at = null, act_before = null, started_at = null,
      withdrawn_why = case when f.state in ${oneOf(STATES.toRedeem)} then null else 'superseded' end
    from freed f where t.person_id = f.person_id and t.contact_id = f.id and t.state = 'started')`,
  ', ',
)
const IN_ITS_HAND = eachDialled(
  (table) => `exists (select from ${table} t where t.person_id = c.person_id and t.contact_id = c.id
    and t.state = 'started' and t.claimed_by = $4)`,
  ' or ',
)

/** Nobody dialled: the slot is free, and whoever may take it is offered it again; where the case moved on, the contact ends. */
const FREE = statement<{ person: PersonId; case: CaseId | null }>({
  name: 'dialer-free',
  once: true,
  text: `
    with u as (select * from unnest($1::bigint[], $2::bigint[], $3::uuid[]) as v (person, contact, entry)),
    freed as (
      update contact c set
        state = case when k.epoch > c.epoch or k.closed_on is not null then 'cancelled' else 'queued' end,
        reasons = case when k.epoch > c.epoch or k.closed_on is not null then $6::jsonb else c.reasons end,
        ring = c.ring + 1, at = null, agent = null, lease_token = null, lease_until = null,
        changed_at = ${instantOf('$5')}
      from u, collection_case k
      where c.person_id = u.person and c.id = u.contact and c.state in ${oneOf(STATES.inHand)} and (${IN_ITS_HAND})
        and k.person_id = c.person_id and k.id = c.case_id
      returning c.person_id, c.id, c.case_id, c.state),
    answered as (
      update human_task h set resolved_at = ${instantOf('$5')}, resolution = 'arrived'
      from freed f where h.person_id = f.person_id and h.contact_id = f.id and h.resolved_at is null
        and h.kind in ${oneOf(kindsClosedBy('receipt'))}),
    told as (
      update dialer_entry e set state = 'not_dialled', result = 'not_dialled', told_at = ${instantOf('$5')}
      from u where e.entry = u.entry),
    ${REOPENED}
    select person_id as person, case_id as "case" from freed`,
  row: { person: 'int8', case: 'int8?' },
})

/** The persons are locked by the caller. */
export async function freeIn(tx: SqlTransaction, agent: string, entries: readonly EntryRef[]): Promise<void> {
  const rows = await ask(tx, FREE, [
    entries.map(({ person }) => person),
    entries.map(({ contact }) => contact),
    entries.map(({ entry }) => entry),
    agent,
    tx.now,
    JSON.stringify([sendReason('superseded')]),
  ])
  await reviewCases(
    tx,
    rows.flatMap((row) => (row.case === null ? [] : [{ person: row.person, case: row.case, at: tx.now }])),
  )
}

const OF_LIST = statement<EntryRef>({
  name: 'dialer-entries-handed',
  once: true,
  text: `
    select entry, person_id as person, contact_id as contact from dialer_entry
    where list_id = $1 and state = 'handed' and ($2::uuid[] is null or entry = any ($2)) order by person_id`,
  row: { entry: 'uuid', person: 'int8', contact: 'int8' },
})

const OWN = plainStatement({
  name: 'dialer-list-own',
  once: true,
  text: 'select id from dialer_list where id = $1 and lease_token = $2 for update',
  row: { id: 'int8' },
})

/** Entries of the list that nobody dialled and nobody will: those that are named, or all of them, unless somebody else has taken the list since and may have handed it over. */
export async function freeEntries(
  db: Database,
  {
    list,
    agent,
    ...which
  }: { list: number; agent: string } & ({ only: readonly string[] } | { token: string }),
): Promise<number> {
  return db.transaction(async (tx) => {
    const only = 'only' in which ? which.only : null
    if ('token' in which && (await ask(tx, OWN, [list, which.token])).length === 0) return 0
    const entries = await ask(tx, OF_LIST, [list, only])
    if (entries.length === 0) return 0
    await lockPersons(
      tx,
      entries.map(({ person }) => person),
    )
    await freeIn(tx, agent, entries)
    return entries.length
  })
}

const DUE = statement<EntryRef>({
  name: 'dialer-lapse-due',
  once: true,
  text: `
    select e.entry, e.person_id as person, e.contact_id as contact
    from dialer_entry e where e.state = 'handed' and e.report_by <= business_now() order by e.report_by limit $1`,
  row: { entry: 'uuid', person: 'int8', contact: 'int8' },
})

/** A call that the sweep gave up before has its question, and has no instant yet. */
const LAPSE = plainStatement({
  name: 'dialer-lapse',
  once: true,
  text: `
    with e as (
      update dialer_entry e set state = 'lapsed' where e.entry = any ($1::uuid[]) and e.state = 'handed'
      returning e.person_id, e.contact_id, e.dial_before),
    given_up as (
      update contact c set at = e.dial_before - interval '1 millisecond'
      from e where c.person_id = e.person_id and c.id = e.contact_id and c.state in ${oneOf(STATES.lost)} and c.at is null)
    update contact c set state = 'unknown', at = e.dial_before - interval '1 millisecond', changed_at = ${instantOf('$2')}
    from e where c.person_id = e.person_id and c.id = e.contact_id and c.state in ${oneOf(STATES.sending)}
    returning c.person_id as person, c.id as contact, c.case_id as "case", c.account_id as account`,
  row: { person: 'int8', contact: 'int8', case: 'int8?', account: 'int8?' },
})
const PAGE = 200

/** A call of the engine's own has a case and an account. */
function asked(lost: { person: number; contact: number; case: number | null; account: number | null }) {
  const { account } = lost
  return lost.case === null || account === null
    ? []
    : [{ ...lost, account, person: lost.person as PersonId, case: lost.case as CaseId }]
}

/** A list of which nobody can say any more whether it was out is over with its calls. */
const FORGET = plainStatement({
  name: 'dialer-forget',
  once: true,
  text: `
    update dialer_list l set state = 'out', body_sealed = null, key_id = null, lease_until = null
    where l.state = 'ready' and not exists (select from dialer_entry e where e.list_id = l.id and e.state = 'handed')`,
  row: {},
})

/** A call of which the dialer told nothing in time may have been made at the last moment: a human is asked. It is so for dialers that no file names any more, too. */
export async function lapseDue(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await ask(tx, DUE, [PAGE])
    if (due.length > 0) {
      await lockPersons(
        tx,
        due.map(({ person }) => person),
      )
      const lost = await ask(tx, LAPSE, [due.map(({ entry }) => entry), tx.now])
      await askHumans(tx, lost.flatMap(asked))
    }
    await ask(tx, FORGET)
    return due.length
  })
}
