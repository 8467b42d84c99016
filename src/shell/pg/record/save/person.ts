import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import type { LedgerPerson, LedgerPoint, Sealed } from '../../../../core/model/ledger.ts'
import type { HouseholdId, NumberId } from '../../../../core/base/id.ts'
import type { Instant } from '../../../../core/base/time.ts'
import { HEX } from '../../base/cell.ts'
import { columns, given, omit, pick } from '../../base/columns.ts'
import { copying, unlessMade } from '../../base/copying.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { ask, plainStatement } from '../../base/statement.ts'
import { PERSON, SEALED_NAME } from '../../row/person.ts'
import { POINT, SEALED_VALUE } from '../../row/point.ts'
import { byName, metFirst } from '../column.ts'

const HOUSEHOLDS = given(
  columns<{ id: HouseholdId; externalId: string }>({ id: 'id int8', externalId: 'external_id text' }),
)

const INSERT_HOUSEHOLDS = plainStatement({
  name: 'record-new-households',
  text: `
    insert into household (${HOUSEHOLDS.names}) overriding system value
    select ${HOUSEHOLDS.values} from ${HOUSEHOLDS.rows} as u (${HOUSEHOLDS.names}) order by u.external_id
    on conflict do nothing returning id`,
  row: { id: 'int8' },
})

/** New rows go in by the order of their names, so that two pages that make the same ones cannot wait for each other; the loser starts over and finds them. */
export async function insertHouseholds(
  tx: SqlTransaction,
  rows: LedgerChanges['newHouseholds'],
): Promise<void> {
  if (rows.length === 0) return
  metFirst(await ask(tx, INSERT_HOUSEHOLDS, HOUSEHOLDS.params(rows)), rows)
}

export const NUMBER = columns<{ id: NumberId; hash: string }>({
  id: 'id int8',
  hash: { column: 'hash', ...HEX },
})
const NUMBERS = given(NUMBER)

const INSERT_NUMBERS = plainStatement({
  name: 'record-new-numbers',
  text: `
    insert into shared_number (${NUMBERS.names}) overriding system value
    select ${NUMBERS.values} from ${NUMBERS.rows} as u (${NUMBERS.names}) order by u.hash
    on conflict do nothing returning id`,
  row: { id: 'int8' },
})

const copyNumbers = unlessMade(copying('shared_number', NUMBER, {}))

export async function insertNumbers(tx: SqlTransaction, rows: LedgerChanges['newNumbers']): Promise<void> {
  if (rows.length === 0) return
  if (await copyNumbers(tx, byName(rows, 'hash'), nothing)) return
  metFirst(await ask(tx, INSERT_NUMBERS, NUMBERS.params(rows)), rows)
}

const DEAD = given(columns<{ id: NumberId; at: Instant }>({ id: 'id int8', at: 'dead_at timestamptz' }))

const UPDATE_DEAD = plainStatement({
  name: 'record-dead-numbers',
  text: `
    update shared_number n set dead_at = greatest(n.dead_at, u.dead_at)
    from ${DEAD.rows} as u (${DEAD.names}) where n.id = u.id`,
  row: {},
})

export async function updateDeadNumbers(
  tx: SqlTransaction,
  dead: LedgerChanges['deadNumbers'],
): Promise<void> {
  if (dead.size > 0) await ask(tx, UPDATE_DEAD, DEAD.params([...dead].map(([id, at]) => ({ id, at }))))
}

const WRITTEN_PERSON = { ...omit(PERSON, 'erased'), ...SEALED_NAME }
const PERSONS = given(WRITTEN_PERSON)
/** All but the sealed name, which comes last. */
const PERSON_ROWS = given(omit(PERSON, 'erased'))

const INSERT_PERSONS = plainStatement({
  name: 'record-new-persons',
  text: `
    insert into person (${PERSONS.names}) overriding system value
    select ${PERSONS.values} from ${PERSONS.rows} as u (${PERSONS.names})
    order by u.external_id
    on conflict do nothing returning id`,
  row: { id: 'int8' },
})

const copyPersons = unlessMade(copying('person', omit(PERSON, 'erased'), SEALED_NAME))

export async function insertPersons(tx: SqlTransaction, rows: LedgerPerson[]): Promise<void> {
  if (rows.length === 0) return
  if (await copyPersons(tx, byName(rows, 'externalId'), ({ name }) => partsOf(name))) return
  metFirst(await ask(tx, INSERT_PERSONS, [...PERSON_ROWS.params(rows), ...namesOf(rows)]), rows)
}

const CHANGED_PERSON = omit(PERSON, 'id', 'externalId', 'erased')
const PERSON_CHANGES = given({ ...omit(WRITTEN_PERSON, 'externalId') })
const SET_PERSON = given(CHANGED_PERSON)

/** A name that is not said again stays. */
const UPDATE_PERSONS = plainStatement({
  name: 'record-persons-update',
  text: `
    update person p
    set (${SET_PERSON.names}) = (${SET_PERSON.values}),
        name_sealed = coalesce(u.name_sealed, p.name_sealed), key_id = coalesce(u.key_id, p.key_id)
    from ${PERSON_CHANGES.rows} as u (${PERSON_CHANGES.names})
    where p.id = u.id`,
  row: {},
})

export async function updatePersons(tx: SqlTransaction, rows: LedgerPerson[]): Promise<void> {
  if (rows.length > 0) await ask(tx, UPDATE_PERSONS, PERSON_CHANGES.params(rows.map(withName)))
}

const POINTS = given({ ...POINT, ...SEALED_VALUE })
/** All but the sealed value, which comes last. */
const POINT_ROWS = given(POINT)

const INSERT_POINTS = plainStatement({
  name: 'record-new-points',
  text: `insert into contact_point (${POINTS.names}) overriding system value select * from ${POINTS.rows}`,
  row: {},
})

const copyPoints = copying('contact_point', POINT, SEALED_VALUE)

export async function insertPoints(tx: SqlTransaction, rows: LedgerPoint[]): Promise<void> {
  if (rows.length === 0) return
  const sealedIn = ({ value }: LedgerPoint) => ({ sealed: value?.value ?? null, keyId: value?.keyId ?? '' })
  if (await copyPoints(tx, rows, sealedIn)) return
  const sealed = rows.map(({ value }) => value?.value ?? null)
  const keyIds = rows.map(({ value }) => value?.keyId ?? '')
  await ask(tx, INSERT_POINTS, [...POINT_ROWS.params(rows), sealed, keyIds])
}

const CHANGED_POINT = pick(POINT, 'valid', 'validAt', 'line', 'place', 'former', 'namedAt', 'words')
const POINT_CHANGES = given({ ...pick(POINT, 'person', 'id'), ...CHANGED_POINT, ...SEALED_VALUE })
const SET_POINT = given(CHANGED_POINT)

/** A value that is not said again stays. */
const UPDATE_POINTS = plainStatement({
  name: 'record-points-update',
  text: `
    update contact_point c
    set (${SET_POINT.names}) = (${SET_POINT.values}),
        value_sealed = coalesce(u.value_sealed, c.value_sealed), key_id = coalesce(u.key_id, c.key_id)
    from ${POINT_CHANGES.rows} as u (${POINT_CHANGES.names})
    where c.person_id = u.person_id and c.id = u.id`,
  row: {},
})

export async function updatePoints(tx: SqlTransaction, rows: LedgerPoint[]): Promise<void> {
  if (rows.length > 0) await ask(tx, UPDATE_POINTS, POINT_CHANGES.params(rows.map(withValue)))
}

function nothing(): object {
  return {}
}

interface Parts {
  sealed: Uint8Array | null
  keyId: string | null
}

function namesOf(rows: readonly LedgerPerson[]): unknown[] {
  return [rows.map(({ name }) => name?.value ?? null), rows.map(({ name }) => name?.keyId ?? null)]
}

function withName({ name, ...row }: LedgerPerson): Omit<LedgerPerson, 'name'> & Parts {
  return { ...row, ...partsOf(name) }
}

function withValue({ value, ...row }: LedgerPoint): Omit<LedgerPoint, 'value'> & Parts {
  return { ...row, ...partsOf(value) }
}

function partsOf(sealed: Sealed | null): Parts {
  return { sealed: sealed?.value ?? null, keyId: sealed?.keyId ?? null }
}
