import type { PersonId } from '../../../core/base/id.ts'
import type { Instant, Zone } from '../../../core/base/time.ts'
import {
  accountRecord,
  type ContactRecord,
  recordOfConsent,
  recordOfText,
  recordsOfContact,
  type TextRecord,
} from '../../../core/retention/of-rows.ts'
import { type AccountTime, agreedTimes } from '../../../core/retention/agreed.ts'
import type { AccountRecord, KeptRecord, PersonRecords } from '../../../core/retention/record.ts'
import { ERASURE } from '../../../flow/erase.ts'
import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { loadAgreed } from './agreed.ts'

interface PersonRow {
  person: PersonId
  externalId: string
  regions: string[]
  zones: Zone[]
  known: boolean
  erased: boolean
}

const PERSONS = `
  select p.id as person, p.external_id as "externalId", p.regions, p.zones, p.erased_at is not null as erased,
    p.name_sealed is not null or p.closed <> '[]' or p.household_id is not null
      or exists (select 1 from contact_point c where c.person_id = p.id and c.value_sealed is not null) as known
  from unnest($1::bigint[]) as u (id) join person p on p.id = u.id order by p.id`

interface AccountRow extends Omit<AccountRecord, 'lastActivity'> {
  person: PersonId
  open: boolean
  lastFact: Instant | null
  lastClose: Instant | null
}

/** The facts by which the engine ends collection before it erases are no activity. */
const ACCOUNTS = `
  with said as (
    select f.person_id, f.account_id, max(f.recorded_at) as last from fact f
    where f.person_id = any($1) and f.account_id is not null and f.source <> $2 group by 1, 2),
  cases as (
    select c.person_id, c.account_id, bool_or(c.closed_on is null) as open, max(c.closed_at) as last
    from collection_case c where c.person_id = any($1) group by 1, 2)
  select a.person_id as person, a.id, a.external_id as "externalId", a.actor, a.product,
    case when a.collection = 'ended' then a.collection_at end as "closedAt",
    coalesce(c.open, false) as open, s.last as "lastFact", c.last as "lastClose"
  from account a
  left join said s on s.person_id = a.person_id and s.account_id = a.id
  left join cases c on c.person_id = a.person_id and c.account_id = a.id
  where a.person_id = any($1) order by a.person_id, a.id`

type OfPerson<T> = T & { person: PersonId }

const CONTACTS = `
  select c.person_id as person, c.channel, c.role, c.place, c.purpose, c.accounts,
    coalesce(c.at, c.created_at) as at, c.at is not null as made, c.rendered_sealed as sealed
  from contact c where c.person_id = any($1) and (c.at is not null or c.rendered_sealed is not null)`

interface HeldRow {
  id: number
  what: string
  at: Instant
}

const HELD = `
  select s.person_id as person, s.id, s.kind as what, s.created_at as at from sealed s
  where s.person_id = any($1) and s.value is not null`

type SaidRow = Omit<TextRecord, 'what'>

const SAID = `
  select f.person_id as person, f.account_id as account, (f.body -> 'sealed' ->> 'id')::bigint as sealed,
    f.body ->> 'channel' as channel, greatest(f.happened_at, f.recorded_at) as at
  from fact f where f.person_id = any($1) and f.body ? 'sealed'`

const CONSENTS = `
  select e.person_id as person, e.account_id as account, e.at from evidence e
  where e.person_id = any($1) and e.key like 'consent.%'`

type ConsentRow = Parameters<typeof recordOfConsent>[0]

const PERSON_ROWS = statement<PersonRow>({
  name: 'retention-persons',
  text: PERSONS,
  row: {
    person: 'int8',
    externalId: 'text',
    regions: 'text[]',
    zones: 'text[]',
    known: 'bool',
    erased: 'bool',
  },
})

const ACCOUNT_ROWS = statement<AccountRow>({
  name: 'retention-accounts',
  text: ACCOUNTS,
  row: {
    person: 'int8',
    id: 'int8',
    externalId: 'text',
    actor: 'text?',
    product: 'text?',
    closedAt: 'timestamptz?',
    open: 'bool',
    lastFact: 'timestamptz?',
    lastClose: 'timestamptz?',
  },
})

const CONTACT_ROWS = statement<OfPerson<ContactRecord>>({
  name: 'retention-contacts',
  text: CONTACTS,
  row: {
    person: 'int8',
    channel: 'text',
    role: 'text',
    place: 'text',
    purpose: 'text',
    accounts: 'int8[]',
    at: 'timestamptz',
    made: 'bool',
    sealed: 'int8?',
  },
})

const HELD_ROWS = statement<OfPerson<HeldRow>>({
  name: 'retention-held',
  text: HELD,
  row: { person: 'int8', id: 'int8', what: 'text', at: 'timestamptz' },
})

const SAID_ROWS = statement<OfPerson<SaidRow>>({
  name: 'retention-said',
  text: SAID,
  row: { person: 'int8', account: 'int8?', sealed: 'int8', channel: 'text?', at: 'timestamptz' },
})

const CONSENT_ROWS = statement<OfPerson<ConsentRow>>({
  name: 'retention-consents',
  text: CONSENTS,
  row: { person: 'int8', account: 'int8?', at: 'timestamptz' },
})

/** Everything that says how long what is known about these persons is kept; no statement for each of them. */
export async function loadRecords(sql: Sql, persons: readonly PersonId[]): Promise<PersonRecords[]> {
  if (persons.length === 0) return []
  const rows = await ask(sql, PERSON_ROWS, [persons])
  const accounts = byPerson(await ask(sql, ACCOUNT_ROWS, [persons, ERASURE]))
  const { plans, settlements } = await loadAgreed(sql, persons)
  const [plansOf, settlementsOf] = [byPerson(plans), byPerson(settlements)]
  const contacts = byPerson(await ask(sql, CONTACT_ROWS, [persons]))
  const held = byPerson(await ask(sql, HELD_ROWS, [persons]))
  const said = byPerson(await ask(sql, SAID_ROWS, [persons]))
  const consents = byPerson(await ask(sql, CONSENT_ROWS, [persons]))
  return rows.map((row) => {
    const of = <T>(map: Map<PersonId, T[]>): T[] => map.get(row.person) ?? []
    const texts = of(held)
    const agreed = agreedTimes(of(plansOf), of(settlementsOf))
    return {
      ...row,
      accounts: of(accounts).map((one) => accountFrom(one, { contacts: of(contacts), agreed })),
      records: [
        ...recordsOfTexts(texts, { contacts: of(contacts), said: of(said) }),
        ...of(consents).map(recordOfConsent),
      ],
    }
  })
}

/** A text that neither a contact nor a fact names any more, such as one that was rendered anew, is about the person. */
function recordsOfTexts(
  held: readonly HeldRow[],
  { contacts, said }: { contacts: readonly ContactRecord[]; said: readonly SaidRow[] },
): KeptRecord[] {
  const left = new Map(held.map((one) => [one.id, one]))
  const take = (id: number | null): HeldRow | undefined => {
    const found = id === null ? undefined : left.get(id)
    if (found) left.delete(found.id)
    return found
  }
  return [
    ...contacts.flatMap((one) => recordsOfContact({ ...one, sealed: take(one.sealed)?.id ?? null })),
    ...said.flatMap((one) => {
      const found = take(one.sealed)
      return found ? [recordOfText({ ...one, what: found.what })] : []
    }),
    ...[...left.values()].map(({ id, what, at }) =>
      recordOfText({ account: null, sealed: id, what, channel: null, at }),
    ),
  ]
}

function accountFrom(
  { lastFact, lastClose, ...row }: Omit<AccountRow, 'person'>,
  { contacts, agreed }: { contacts: readonly ContactRecord[]; agreed: readonly AccountTime[] },
): AccountRecord {
  const own = agreed.filter(({ account }) => account === row.id).map(({ at }) => at)
  const times = [lastFact, lastClose, ...own].filter((at) => at !== null)
  return accountRecord({ ...row, times }, contacts)
}

function byPerson<T extends { person: PersonId }>(rows: readonly T[]): Map<PersonId, T[]> {
  const map = new Map<PersonId, T[]>()
  for (const row of rows) {
    const known = map.get(row.person)
    if (known) known.push(row)
    else map.set(row.person, [row])
  }
  return map
}
