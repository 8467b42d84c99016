import type { Dialer } from '../../../core/model/dialer.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { Database } from '../base/database.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { oneOf } from '../base/one-of.ts'
import type { Vault } from '../base/vault.ts'
import { readable } from '../sweep/park.ts'
import { eachDialled } from './dialled.ts'

export interface DialList {
  id: number
  dialer: string
  name: string
  state: string
  /** It is another one for everybody who takes the list. */
  token: string
  /** The place where it stood complete when somebody was about to hand it over. */
  staged: string | null
}

const COLUMNS = `id, dialer, name, state, lease_token as token, staged`
const ROW = {
  id: 'int8',
  dialer: 'text',
  name: 'text',
  state: 'text',
  token: 'uuid',
  staged: 'text?',
} as const

/** It is worked on by one at a time; whoever died with it lets it go after this. */
const LEASE = `clock_timestamp() + interval '2 minutes'`

const TAKE = statement<DialList>({
  name: 'dialer-list-take',
  once: true,
  text: `
    update dialer_list set lease_until = ${LEASE}, lease_token = gen_random_uuid()
    where dialer = $1 and state in ${oneOf(['gathering', 'filled', 'ready'])}
      and (lease_until is null or lease_until < clock_timestamp())
    returning ${COLUMNS}`,
  row: ROW,
})

/** A list of which nobody knows yet whether it is out. */
export async function takeLeft(db: Database, dialer: string): Promise<DialList | null> {
  return (await ask(db, TAKE, [dialer]))[0] ?? null
}

/** Open calls of the dialer, as far as its file says which: $1 creditors, $2 regions, $3 minutes that must be left. */
const WAITING = eachDialled(
  (table) => `
    select t.person_id, t.contact_id, t.rank, t.expires_at from ${table} t
    join contact c on c.person_id = t.person_id and c.id = t.contact_id
    join person p on p.id = t.person_id
    where t.state = 'open' and t.expires_at > business_now() + make_interval(mins => $3)
      and ($1::text[] is null or c.creditor = any ($1))
      and ($2::text[] is null or exists (
        select from unnest(p.regions) r, unnest($2::text[]) w where r = w or starts_with(r, w || '-')))`,
  ' union all ',
)

const OPEN = statement<DialList>({
  name: 'dialer-list-open',
  once: true,
  text: `
    insert into dialer_list (dialer, day, number, name, state, made_at, lease_until, lease_token)
    select $4, day, n, $4 || '-' || day || '-' || n, 'gathering', business_now(), ${LEASE}, gen_random_uuid()
    from (
      select d.day, coalesce(max(l.number), 0) + 1 as n
      from (select (business_now() at time zone 'UTC')::date as day) d
      left join dialer_list l on l.dialer = $4 and l.day = d.day group by d.day) next
    where not exists (
        select from dialer_list where dialer = $4 and state <> 'dropped'
          and made_at > business_now() - make_interval(mins => $5))
      and exists (${WAITING})
    on conflict do nothing
    returning ${COLUMNS}`,
  row: ROW,
})

/** A new list, where it is time for one and calls wait; null = there is nothing to do, or somebody does it. */
export async function openList(db: Database, dialer: Dialer): Promise<DialList | null> {
  const { list } = dialer
  return (await ask(db, OPEN, [...filterOf(dialer), dialer.dialer, list.every]))[0] ?? null
}

function filterOf({ takes, list }: Dialer): [string[] | null, string[] | null, number] {
  return [takes.creditor ?? null, takes.region ?? null, list.least]
}

const candidatesBy = (name: string, order: string) =>
  statement<ContactRef>({
    name,
    once: true,
    text: `
      select w.person_id as person, w.contact_id as contact from (${WAITING}) w
      where ${readable({ person: 'w.person_id', contact: 'w.contact_id' }, 'claim', '$4')}
      order by ${order}, w.contact_id limit $5`,
    row: { person: 'int8', contact: 'int8' },
  })
const CANDIDATES = {
  rank: candidatesBy('dialer-candidates-rank', 'w.rank desc'),
  time_left: candidatesBy('dialer-candidates-time', 'w.expires_at'),
} as const

/** The best come first, neither locked nor reserved. */
export function candidatesOf(
  db: Database,
  dialer: Dialer,
  { now, limit }: { now: number; limit: number },
): Promise<ContactRef[]> {
  return ask(db, CANDIDATES[dialer.list.order], [...filterOf(dialer), now, limit])
}

const END = statement<{ id: number }>({
  name: 'dialer-list-end',
  once: true,
  text: `
    update dialer_list set state = $3, lease_until = null, body_sealed = null, key_id = null
    where id = $1 and lease_token = $2 returning id`,
  row: { id: 'int8' },
})

/** `out`: it was handed over. `empty`: no call could be handed. `dropped`: nobody has seen it. False = somebody else has taken it meanwhile. */
export async function endList(
  db: Database,
  { id, token }: DialList,
  state: 'out' | 'empty' | 'dropped',
): Promise<boolean> {
  return (await ask(db, END, [id, token, state])).length > 0
}

const READY = statement<{ id: number }>({
  name: 'dialer-list-ready',
  once: true,
  text: `
    update dialer_list set state = 'ready', staged = $3, sha256 = $4, body_sealed = $5, key_id = $6, lease_until = ${LEASE}
    where id = $1 and lease_token = $2 returning id`,
  row: { id: 'int8' },
})

export interface Ready {
  staged: string
  sha256: string
  /** The request, where the dialer is told over HTTP. */
  body: string | null
}

/** It may be out from here on. False = somebody else has taken it meanwhile. */
export async function readyList(
  db: Database,
  vault: Pick<Vault, 'seal'>,
  { id, token }: DialList,
  { staged, sha256, body }: Ready,
): Promise<boolean> {
  const sealed = body === null ? null : vault.seal(body)
  const params = [id, token, staged, sha256, sealed?.value ?? null, sealed?.keyId ?? null]
  return (await ask(db, READY, params)).length > 0
}

const BODY = plainStatement({
  name: 'dialer-list-body',
  once: true,
  text: 'select body_sealed as body, key_id as "keyId" from dialer_list where id = $1',
  row: { body: 'bytea?', keyId: 'text?' },
})

/** The request that may not have arrived. */
export async function bodyOf(
  db: Database,
  vault: Pick<Vault, 'open'>,
  { id }: DialList,
): Promise<string | null> {
  const [row] = await ask(db, BODY, [id])
  return row?.body && row.keyId ? vault.open(row.body, row.keyId) : null
}

const LATER = plainStatement({
  name: 'dialer-list-later',
  once: true,
  text: `update dialer_list set lease_until = clock_timestamp() + make_interval(secs => $3) where id = $1 and lease_token = $2`,
  row: {},
})

/** It is told again after a while. */
export async function tryLater(db: Database, { id, token }: DialList, ms: number): Promise<void> {
  await ask(db, LATER, [id, token, ms / 1000])
}

const OVER = plainStatement({
  name: 'dialer-list-over',
  once: true,
  text: `
    select not exists (
      select from dialer_entry where list_id = $1 and dial_before > business_now() + interval '1 minute') as over`,
  row: { over: 'bool' },
})

/** Nothing of it could be dialled any more. */
export async function isOver(db: Database, { id }: DialList): Promise<boolean> {
  return (await ask(db, OVER, [id]))[0]?.over === true
}

const KNOWN = plainStatement({
  name: 'dialer-known',
  once: true,
  text: 'select exists (select from dialer_list where dialer = $1) as known',
  row: { known: 'bool' },
})

export async function isDialerKnown(db: Database, dialer: string): Promise<boolean> {
  return (await ask(db, KNOWN, [dialer]))[0]?.known === true
}
