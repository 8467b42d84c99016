import type { PersonId } from '../../../core/base/id.ts'
import type { Erased } from '../../../flow/ports/retention.ts'
import type { Sql } from '../base/database.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'

export interface FoundPerson {
  id: PersonId
  /** The ledger's name of the debtor. */
  externalId: string
}

const FOUND = { id: 'int8', externalId: 'text' } as const

const BY_REF = statement<FoundPerson>({
  name: 'persons-by-ref',
  once: true,
  text: 'select id, external_id as "externalId" from person where external_id = $1 or id = $2 order by id',
  row: FOUND,
})

/** The debtor is found by the ledger's name, or by the engine's number as `#12`; a bare number that is the name of one and the number of another is ambiguous. */
export function findPersons(db: Sql, ref: string): Promise<FoundPerson[]> {
  const number = /^#?(\d{1,15})$/.exec(ref)?.[1]
  const name = ref.startsWith('#') ? null : ref
  return ask(db, BY_REF, [name, number === undefined ? null : Number(number)])
}

const BY_NUMBER = statement<FoundPerson>({
  name: 'persons-by-number',
  text: `
    select distinct p.id, p.external_id as "externalId"
    from unnest($1::bytea[], $2::text[]) as u (hash, under)
    join shared_number n on n.hash = u.hash
    join contact_point c on c.number_id = n.id
    join person p on p.id = c.person_id
    where u.under is null or exists (select from unnest(p.regions) r where left(r, 2) = u.under)
    order by p.id limit 20`,
  row: FOUND,
})

/** Who has or had a number; one that is written as at home, only who may live where it is written so. */
export function findPersonsByNumber(
  db: Sql,
  readings: readonly { hash: Buffer; under: string | null }[],
): Promise<FoundPerson[]> {
  return ask(db, BY_NUMBER, [readings.map(({ hash }) => hash), readings.map(({ under }) => under)])
}

const EXPORTED = plainStatement({
  name: 'person-exported',
  once: true,
  text: `select from audit where what = 'person.exported' and what like 'person.%' and detail ->> 'person' = $1 limit 1`,
  row: {},
})

/** Whether everything known about the person was exported before. */
export async function wasExported(db: Sql, person: PersonId): Promise<boolean> {
  return (await ask(db, EXPORTED, [String(person)])).length > 0
}

const PERSONAL = statement<Erased>({
  name: 'person-personal',
  once: true,
  text: `
    select (select count(*) from sealed where person_id = $1 and value is not null) as texts,
      (select count(*) from contact_point where person_id = $1 and value_sealed is not null) as points,
      name_sealed is not null as name
    from person where id = $1`,
  row: { texts: 'int8', points: 'int8', name: 'bool' },
})

/** How much of a person is personal still. */
export async function personalCounts(db: Sql, person: PersonId): Promise<Erased> {
  const [row] = await ask(db, PERSONAL, [person])
  return row ?? { texts: 0, points: 0, name: false }
}

const COUNT = plainStatement({
  name: 'person-count',
  once: true,
  text: 'select count(*) as count from person',
  row: { count: 'int8' },
})

export async function countPersons(db: Sql): Promise<number> {
  return (await askOne(db, COUNT)).count
}
