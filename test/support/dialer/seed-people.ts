import type { Database } from '../../../src/shell/pg/base/database.ts'
import type { Vault } from '../../../src/shell/pg/base/vault.ts'
import { instantOf } from '../law-oracle/wall-clock.ts'
import { COLLECTOR, type People } from './people.ts'

/** The debtors are put on file, each account with an open case. */
export async function seedPeople(
  db: Database,
  vault: Vault,
  all: readonly People[],
  hash: string,
): Promise<void> {
  const number = vault.seal('+12025550100')
  const persons = all.flatMap(({ persons, country }) => persons.map((one) => ({ ...one, country })))
  await db.query(
    `insert into household (id, external_id) overriding system value
     select id, 'H' || id from unnest($1::bigint[]) id`,
    [[...new Set(persons.flatMap(({ household }) => household ?? []))]],
  )
  await db.query(
    `insert into person (id, external_id, household_id, regions, zones) overriding system value
     select id, 'D' || id, household, array[region], string_to_array(zones, ',')
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) as u (id, household, region, zones)`,
    [
      persons.map(({ id }) => id),
      persons.map(({ household }) => household),
      persons.map(({ country }) => country.residence),
      persons.map(({ country }) => country.zones.join()),
    ],
  )
  const points = all.flatMap((one) => one.points)
  await db.query(
    `insert into shared_number (id, hash) overriding system value
     select id, sha256(int8send(id)) from unnest($1::bigint[]) id`,
    [[...new Set(points.map((one) => one.number))]],
  )
  await db.query(
    `insert into contact_point (person_id, id, kind, number_id, place, role, value_sealed, key_id)
     overriding system value
     select person, id, kind, number, place, role, $7, $8
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[])
       as u (person, id, kind, number, place, role)`,
    [
      points.map((one) => one.person),
      points.map((one) => one.id),
      points.map((one) => one.kind),
      points.map((one) => one.number),
      points.map((one) => one.place),
      points.map((one) => one.role),
      number.value,
      number.keyId,
    ],
  )
  await seedAccounts(db, all, hash)
}

async function seedAccounts(db: Database, all: readonly People[], hash: string): Promise<void> {
  const accounts = all.flatMap(({ accounts, country }) => accounts.map((one) => ({ ...one, country })))
  await db.query(
    `with a as (
       insert into account (person_id, id, external_id, creditor, collector, actor, product, currency, zones,
         past_due, anchor) overriding system value
       select person, id, 'A' || id, creditor, $9, actor, product, 'USD', zones, 500000, due
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[])
         as u (person, id, creditor, actor, product, zones, due)
       returning person_id, id, anchor)
     insert into collection_case (person_id, id, account_id, number, state, stage, snapshot, strategy,
       strategy_hash, opened_on, opened_at) overriding system value
     select person_id, id, id, 1, 'working', 'dialled', '{"episodes":{},"lastAnchor":"2026-01-01"}', 'dialled',
       $8, anchor, anchor from a`,
    [
      accounts.map((one) => one.person),
      accounts.map((one) => one.id),
      accounts.map((one) => one.creditor),
      accounts.map(({ country }) => country.actor),
      accounts.map(({ country }) => country.product),
      accounts.map(({ country }) => country.zones.join()),
      accounts.map(({ country }) => dueOnOf(country.from)),
      hash,
      COLLECTOR,
    ],
  )
}

/** Five days before the first day. */
export function dueOnOf(from: string): string {
  return new Date(instantOf('UTC', from) - 5 * 86_400_000).toISOString().slice(0, 10)
}
