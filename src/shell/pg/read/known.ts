import type { HouseholdId, PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { DossierCase } from '../../../core/model/dossier.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { StoredFact } from '../../../core/fact/stored.ts'
import type { KnownRows } from '../../law/known-then.ts'
import { pick, selected, shapeOf } from '../base/columns.ts'
import { instantOf } from '../base/instant.ts'
import { loadDebtPolicies } from '../config/debt-policy.ts'
import { json } from '../base/cell.ts'
import { objectIn } from '../base/read-json.ts'
import { ask, statement } from '../base/statement.ts'
import { CASE } from '../row/case.ts'
import { CONTACT } from '../row/contact.ts'
import { HOLD, DOSSIER_HOLD } from '../row/hold.ts'
import { POINT } from '../row/point.ts'
import type { SqlTransaction } from '../base/database.ts'
import { loadTasks } from '../record/answer.ts'

export type LegalCase = Pick<DossierCase, 'account' | 'number' | 'state' | 'strategy' | 'strategyHash'>

const BY_THEN = instantOf('$2')

/** Facts of persons by an instant: when they were recorded, or when what they tell happened. */
function factsBy(name: string, instant: 'recorded_at' | 'happened_at') {
  return statement<StoredFact>({
    name,
    once: true,
    text: `
      select f.person_id as person, f.account_id as account, f.source, f.key, f.happened_at as at,
        f.recorded_at as "recordedAt", f.body, encode(f.digest, 'hex') as digest
      from fact f where f.person_id = any($1) and f.${instant} <= ${BY_THEN} and f.source <> 'engine'
      order by f.id`,
    row: {
      person: 'int8',
      account: 'int8?',
      source: 'text',
      key: 'text',
      at: 'timestamptz',
      recordedAt: 'timestamptz',
      body: json(objectIn),
      digest: 'text',
    },
  })
}
const FACTS = {
  recorded: factsBy('known-facts', 'recorded_at'),
  happened: factsBy('past-facts', 'happened_at'),
}

const KNOWN_POINT = pick(POINT, 'person', 'id', 'kind', 'number', 'line', 'place')

const POINTS = statement<KnownRows['points'][number]>({
  name: 'known-points',
  once: true,
  text: `
    select ${selected(KNOWN_POINT, 'c')}, coalesce((c.words -> 'unreadable')::boolean, false) as unreadable
    from contact_point c where c.person_id = any($1)`,
  row: { ...shapeOf(KNOWN_POINT), unreadable: 'bool' },
})

const CONTACTS = statement<ContactRow>({
  name: 'known-contacts',
  once: true,
  text: `
    select ${selected(CONTACT, 'c')} from contact c
    where c.person_id = any($1) and c.case_id is not null and c.created_at <= ${BY_THEN} order by c.id`,
  row: shapeOf(CONTACT),
})

/** Everything that had been recorded, or had happened, by then of a person, and of whoever shares a number or the household. */
export async function readKnown(
  tx: SqlTransaction,
  person: PersonId,
  at: Instant,
  by: keyof typeof FACTS = 'recorded',
): Promise<KnownRows> {
  const persons = await relatedTo(tx, person)
  const then = [persons, at]
  const facts = await ask(tx, FACTS[by], then)
  const points = await ask(tx, POINTS, [persons])
  const contacts = await ask(tx, CONTACTS, then)
  return {
    facts,
    points,
    households: await householdsOf(tx, facts),
    contacts,
    tasks: await loadTasks(tx, persons, { tasks: 'all', nobody: { replies: [] } }),
    holds: await ofNobody(tx, points, at),
    debts: await loadDebtPolicies(tx),
  }
}

const KNOWN_CASE = pick(CASE, 'account', 'number', 'strategy', 'strategyHash')

const OPEN_THEN = statement<LegalCase>({
  name: 'known-cases',
  once: true,
  text: `
    select ${selected(KNOWN_CASE, 'k')},
      coalesce((
        select split_part(d.to_state, '/', 1) from decision d
        where d.person_id = k.person_id and d.case_id = k.id and d.at <= ${BY_THEN}
        order by d.id desc limit 1), 'opened') as state
    from collection_case k
    where k.person_id = $1 and k.opened_at <= ${BY_THEN} and (k.closed_at is null or k.closed_at > ${BY_THEN})`,
  row: { ...shapeOf(KNOWN_CASE), state: 'text' },
})

/** Its cases that were open, and where the last decision by then had put them. */
export function openThen(tx: SqlTransaction, person: PersonId, at: Instant): Promise<LegalCase[]> {
  return ask(tx, OPEN_THEN, [person, at])
}

const RELATED = statement<{ id: PersonId }>({
  name: 'known-related',
  once: true,
  text: `
    select $1::bigint as id
    union select c.person_id from contact_point o join contact_point c on c.number_id = o.number_id where o.person_id = $1
    union select p.id from person o join person p on p.household_id = o.household_id where o.id = $1`,
  row: { id: 'int8' },
})

async function relatedTo(tx: SqlTransaction, person: PersonId): Promise<PersonId[]> {
  const rows = await ask(tx, RELATED, [person])
  return rows.map(({ id }) => id)
}

const HOUSEHOLDS = statement<{ id: HouseholdId; name: string }>({
  name: 'known-households',
  once: true,
  text: 'select id, external_id as name from household where external_id = any($1)',
  row: { id: 'int8', name: 'text' },
})

async function householdsOf(
  tx: SqlTransaction,
  facts: readonly StoredFact[],
): Promise<Map<string, HouseholdId>> {
  const named = facts.flatMap(({ body }) =>
    typeof body['household'] === 'string' ? [body['household']] : [],
  )
  if (named.length === 0) return new Map()
  const rows = await ask(tx, HOUSEHOLDS, [named])
  return new Map(rows.map(({ id, name }) => [name, id]))
}

const KNOWN_HOLD = {
  ...DOSSIER_HOLD,
  ...pick(HOLD, 'person', 'externalId', 'obligation', 'placed', 'countries'),
}

const OF_NOBODY = statement({
  name: 'known-holds',
  once: true,
  text: `
    select ${selected(KNOWN_HOLD, 'h')} from hold h
    where h.person_id = 0 and h.number_id = any($1) and coalesce(h.known_at, h.from_at) <= ${BY_THEN}`,
  row: shapeOf(KNOWN_HOLD),
})

/** Their facts do not name the number. */
function ofNobody(tx: SqlTransaction, points: KnownRows['points'], at: Instant): Promise<KnownRows['holds']> {
  return ask(tx, OF_NOBODY, [points.map(({ number }) => number), at])
}
