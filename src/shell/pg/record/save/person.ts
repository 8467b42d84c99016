import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import type { LedgerPerson, LedgerPoint } from '../../../../core/model/ledger.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { column, iso, metFirst } from '../column.ts'

const LIST = '\u001f'

/** New rows go in by the order of their names, so that two pages that make the same ones cannot wait for each other; the loser starts over and finds them. */
export async function insertHouseholds(
  tx: SqlTransaction,
  rows: LedgerChanges['newHouseholds'],
): Promise<void> {
  if (rows.length === 0) return
  const made = await tx.query(
    `insert into household (id, external_id) overriding system value
     select u.id, u.name from unnest($1::bigint[], $2::text[]) as u (id, name) order by u.name
     on conflict do nothing returning id`,
    [column(rows, 'id'), column(rows, 'externalId')],
    'record-new-households',
  )
  metFirst(made, rows)
}

export async function insertNumbers(tx: SqlTransaction, rows: LedgerChanges['newNumbers']): Promise<void> {
  if (rows.length === 0) return
  const made = await tx.query(
    `insert into shared_number (id, hash) overriding system value
     select u.id, u.hash from unnest($1::bigint[], $2::bytea[]) as u (id, hash) order by u.hash
     on conflict do nothing returning id`,
    [column(rows, 'id'), rows.map(({ hash }) => Buffer.from(hash, 'hex'))],
    'record-new-numbers',
  )
  metFirst(made, rows)
}

export async function updateDeadNumbers(
  tx: SqlTransaction,
  dead: LedgerChanges['deadNumbers'],
): Promise<void> {
  if (dead.size === 0) return
  await tx.query(
    `update shared_number n set dead_at = greatest(n.dead_at, u.at)
     from unnest($1::bigint[], $2::timestamptz[]) as u (id, at) where n.id = u.id`,
    [[...dead.keys()], [...dead.values()].map(iso)],
    'record-dead-numbers',
  )
}

export async function insertPersons(tx: SqlTransaction, rows: LedgerPerson[]): Promise<void> {
  if (rows.length === 0) return
  const made = await tx.query(
    `insert into person (id, external_id, household_id, locale, regions, zones, zones_from, closed, closed_at,
                         name_sealed, key_id) overriding system value
     select u.id, u.name, u.household, u.locale, string_to_array(u.regions, $12),
            string_to_array(u.zones, $12), u.zones_from, u.closed, u.closed_at, u.sealed, u.key_id
     from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::smallint[],
                 $8::jsonb[], $9::timestamptz[], $10::bytea[], $11::text[])
       as u (id, name, household, locale, regions, zones, zones_from, closed, closed_at, sealed, key_id)
     order by u.name
     on conflict do nothing returning id`,
    [column(rows, 'id'), column(rows, 'externalId'), ...personColumns(rows), LIST],
    'record-new-persons',
  )
  metFirst(made, rows)
}

export async function updatePersons(tx: SqlTransaction, rows: LedgerPerson[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update person p
     set household_id = u.household, locale = u.locale, regions = string_to_array(u.regions, $11),
         zones = string_to_array(u.zones, $11), zones_from = u.zones_from, closed = u.closed,
         closed_at = u.closed_at, name_sealed = coalesce(u.sealed, p.name_sealed),
         key_id = coalesce(u.key_id, p.key_id)
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::jsonb[],
                 $8::timestamptz[], $9::bytea[], $10::text[])
       as u (id, household, locale, regions, zones, zones_from, closed, closed_at, sealed, key_id)
     where p.id = u.id`,
    [column(rows, 'id'), ...personColumns(rows), LIST],
    'record-persons-update',
  )
}

export async function insertPoints(tx: SqlTransaction, rows: LedgerPoint[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into contact_point (person_id, id, kind, number_id, line, place, role, value_sealed, key_id, valid,
                                valid_at, former, named_at, words) overriding system value
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[],
                          $7::text[], $8::bytea[], $9::text[], $10::boolean[], $11::timestamptz[],
                          $12::boolean[], $13::timestamptz[], $14::jsonb[])`,
    [
      ...(['person', 'id', 'kind', 'number', 'line', 'place', 'role'] as const).map((key) =>
        column(rows, key),
      ),
      rows.map(({ value }) => value?.value ?? null),
      rows.map(({ value }) => value?.keyId ?? ''),
      column(rows, 'valid'),
      rows.map(({ validAt }) => iso(validAt)),
      column(rows, 'former'),
      rows.map(({ namedAt }) => iso(namedAt)),
      rows.map(({ words }) => JSON.stringify(words)),
    ],
    'record-new-points',
  )
}

export async function updatePoints(tx: SqlTransaction, rows: LedgerPoint[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update contact_point c set valid = u.valid, valid_at = u.valid_at, line = u.line, place = u.place,
       former = u.former, named_at = u.named_at, words = u.words,
       value_sealed = coalesce(u.sealed, c.value_sealed), key_id = coalesce(u.key_id, c.key_id)
     from unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::timestamptz[], $5::bytea[], $6::text[],
                 $7::text[], $8::text[], $9::boolean[], $10::timestamptz[], $11::jsonb[])
       as u (person, id, valid, valid_at, sealed, key_id, line, place, former, named_at, words)
     where c.person_id = u.person and c.id = u.id`,
    [
      column(rows, 'person'),
      column(rows, 'id'),
      column(rows, 'valid'),
      rows.map(({ validAt }) => iso(validAt)),
      rows.map(({ value }) => value?.value ?? null),
      rows.map(({ value }) => value?.keyId ?? null),
      column(rows, 'line'),
      column(rows, 'place'),
      column(rows, 'former'),
      rows.map(({ namedAt }) => iso(namedAt)),
      rows.map(({ words }) => JSON.stringify(words)),
    ],
    'record-points-update',
  )
}

function personColumns(rows: LedgerPerson[]): unknown[] {
  return [
    column(rows, 'household'),
    column(rows, 'locale'),
    rows.map(({ regions }) => regions.join(LIST)),
    rows.map(({ zones }) => zones.join(LIST)),
    column(rows, 'zonesFrom'),
    rows.map(({ closed }) => JSON.stringify(closed)),
    rows.map(({ closedAt }) => iso(closedAt)),
    rows.map(({ name }) => name?.value ?? null),
    rows.map(({ name }) => name?.keyId ?? null),
  ]
}
