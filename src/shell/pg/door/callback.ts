import type { Channel } from '../../../core/channel/channel.ts'
import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

/** The contact that a provider names by our reference. */
export interface CallbackContact {
  reference: string
  contact: number
  channel: Channel
  account: string
  debtor: string
  /** The address or number that was written to; null where there is none, or nobody any more. */
  point: number | null
}

const BY_REFERENCE = statement<CallbackContact>({
  name: 'contacts-by-reference',
  text: `
    select t.client_ref::text as reference, t.id as contact, t.channel, a.external_id as account,
       p.external_id as debtor, case when p.erased_at is null then t.point_id end as point
     from contact t join account a on a.person_id = t.person_id and a.id = t.account_id
     join person p on p.id = t.person_id
     where t.client_ref = any($1::uuid[])`,
  row: {
    reference: 'text',
    contact: 'int8',
    channel: 'text',
    account: 'text',
    debtor: 'text',
    point: 'int8?',
  },
})

export async function contactsByReference(db: Sql, references: string[]): Promise<CallbackContact[]> {
  if (references.length === 0) return []
  return ask(db, BY_REFERENCE, [references])
}

/** Who wrote: of the people behind the number the one whom we contacted last. */
export interface Sender {
  hash: Buffer
  debtor: string
  point: number
}

const SENDERS = statement<Sender>({
  name: 'senders-by-number',
  text: `
    select distinct on (n.id) n.hash, p.external_id as debtor, cp.id as point
     from shared_number n
     join contact_point cp on cp.number_id = n.id
     join person p on p.id = cp.person_id and p.erased_at is null
     left join lateral (
       select max(t.at) as at from contact t
       where t.number_id = n.id and t.person_id = cp.person_id and t.direction = 'out'
         and t.state not in ${oneOf(STATES.unmade)}) last on true
     where n.hash = any($1::bytea[])
     order by n.id, last.at desc nulls last, cp.person_id`,
  row: { hash: 'bytea', debtor: 'text', point: 'int8' },
})

export async function sendersByNumber(db: Sql, hashes: Buffer[]): Promise<Sender[]> {
  if (hashes.length === 0) return []
  return ask(db, SENDERS, [hashes])
}

/** A callback that nobody here is meant by: kept in `audit` once, without what it said. */
export interface Parked {
  provider: string
  id: string
  why: string
  reference: string | null
}

const PARK = statement<{ id: string }>({
  name: 'park-callbacks',
  text: `
    with given as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as g(provider, id, why, reference)
     ), fresh as (
       insert into callback_seen (provider, id, at) select provider, id, now() from given on conflict do nothing returning provider, id
     ), kept as (
       insert into audit (at, who, what, detail)
       select now(), g.provider, 'callback.parked', jsonb_build_object('id', g.id, 'why', g.why, 'reference', g.reference)
       from given g join fresh using (provider, id)
     )
     select id from fresh`,
  row: { id: 'text' },
})

/** The ids that were not parked before. */
export async function parkCallbacks(db: Sql, parked: Parked[]): Promise<Set<string>> {
  if (parked.length === 0) return new Set()
  const rows = await ask(db, PARK, [
    parked.map((one) => one.provider),
    parked.map((one) => one.id),
    parked.map((one) => one.why),
    parked.map((one) => one.reference),
  ])
  return new Set(rows.map((row) => row.id))
}

/** What came under a webhook-id. */
export interface CallbackBody {
  provider: string
  id: string
  digest: Buffer
}

const BODIES = statement<CallbackBody>({
  name: 'callback-bodies',
  text: `
    insert into callback_body as b (provider, id, digest, at)
    select provider, id, digest, now() from unnest($1::text[], $2::text[], $3::bytea[]) as g (provider, id, digest)
    order by provider, id
    on conflict (provider, id) do update set at = b.at
    returning provider, id, digest`,
  row: { provider: 'text', id: 'text', digest: 'bytea' },
})

/** The first body of each id, which these are unless another came before. No id may stand in the list twice. */
export async function firstBodies(db: Sql, bodies: readonly CallbackBody[]): Promise<CallbackBody[]> {
  if (bodies.length === 0) return []
  return ask(db, BODIES, [
    bodies.map(({ provider }) => provider),
    bodies.map(({ id }) => id),
    bodies.map(({ digest }) => digest),
  ])
}

/** One that the engine meant to reach somebody. */
export interface MeantContact {
  id: number
  reference: string
  state: string
}

const MEANT = statement<MeantContact>({
  name: 'meant-contacts',
  once: true,
  text: `
    select id, client_ref as reference, state from contact
    where channel = any ($1) and case_id is not null and direction = 'out'`,
  row: { id: 'int8', reference: 'uuid', state: 'text' },
})

/** Every contact of the engine's own on these channels, to be compared with a provider's log. */
export function meantContacts(db: Sql, channels: readonly string[]): Promise<MeantContact[]> {
  return ask(db, MEANT, [channels])
}
