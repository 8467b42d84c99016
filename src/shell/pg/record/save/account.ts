import type { LedgerAccount, LedgerPerson } from '../../../../core/model/ledger.ts'
import type { Heads } from '../../base/chain.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { column, iso, metFirst } from '../column.ts'

export async function insertAccounts(tx: SqlTransaction, rows: LedgerAccount[], heads: Heads): Promise<void> {
  if (rows.length === 0) return
  const made = await tx.query(
    `insert into account (person_id, id, external_id, creditor, collector, actor, product, currency, zones,
       ${FIGURES}) overriding system value
     select u.person, u.id, u.name, u.creditor, u.collector, u.actor, u.product, u.currency, u.zones, ${NEW_FIGURES}
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::smallint[], $5::timestamptz[], $6::bigint[],
                 $7::bigint[], $8::bigint[], $9::date[], $10::float8[], $11::timestamptz[], $12::text[],
                 $13::text[], $14::timestamptz[], $15::date[], $16::timestamptz[], $17::timestamptz[],
                 $18::timestamptz[], $19::bytea[], $20::bytea[], $21::text[], $22::text[], $23::text[],
                 $24::text[], $25::text[], $26::text[], $27::text[])
       as u (person, id, ${FIGURES}, name, creditor, collector, actor, product, currency, zones)
     order by u.name
     on conflict do nothing returning id`,
    [
      ...figureColumns(rows),
      headsOf(rows, heads),
      column(rows, 'externalId'),
      column(rows, 'creditor'),
      column(rows, 'collector'),
      column(rows, 'actor'),
      column(rows, 'product'),
      column(rows, 'currency'),
      rows.map(({ zones }) => zones.join(',')),
    ],
    'record-new-accounts',
  )
  metFirst(made, rows)
}

/** `heads` holds the chain of every one of them. */
export async function updateAccounts(tx: SqlTransaction, rows: LedgerAccount[], heads: Heads): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update account a
     set (${FIGURES}, actor, product, collector) = (${NEW_FIGURES}, u.actor, u.product, u.collector)
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::smallint[], $5::timestamptz[], $6::bigint[],
                 $7::bigint[], $8::bigint[], $9::date[], $10::float8[], $11::timestamptz[], $12::text[],
                 $13::text[], $14::timestamptz[], $15::date[], $16::timestamptz[], $17::timestamptz[],
                 $18::timestamptz[], $19::bytea[], $20::bytea[], $21::text[], $22::text[], $23::text[])
       as u (person, id, ${FIGURES}, actor, product, collector)
     where a.person_id = u.person and a.id = u.id`,
    [
      ...figureColumns(rows),
      headsOf(rows, heads),
      column(rows, 'actor'),
      column(rows, 'product'),
      column(rows, 'collector'),
    ],
    'record-accounts-update',
  )
}

/** The zones of a person are copied into the accounts: detect asks by zone set. */
export async function rezone(tx: SqlTransaction, persons: LedgerPerson[]): Promise<void> {
  if (persons.length === 0) return
  await tx.query(
    `update account a set zones = u.zones
     from unnest($1::bigint[], $2::text[]) as u (person, zones) where a.person_id = u.person`,
    [column(persons, 'id'), persons.map(({ zones }) => zones.join(','))],
    'record-rezone',
  )
}

const FIGURES =
  'feed, bucket, snapshot_at, past_due, balance, credit, anchor, score, score_at, collection, ended_reason, collection_at, look_on, cured_at, line_at, line_from, line_digest, chain_head'

const NEW_FIGURES = FIGURES.split(', ')
  .map((name) => `u.${name}`)
  .join(', ')

function headsOf(rows: LedgerAccount[], heads: Heads): (Buffer | null)[] {
  return rows.map(({ id }) => heads.get(`a${id}`) ?? null)
}

function figureColumns(rows: LedgerAccount[]): unknown[] {
  return [
    column(rows, 'person'),
    column(rows, 'id'),
    column(rows, 'feed'),
    column(rows, 'bucket'),
    rows.map(({ snapshotAt }) => iso(snapshotAt)),
    column(rows, 'pastDue'),
    column(rows, 'balance'),
    column(rows, 'credit'),
    column(rows, 'anchor'),
    column(rows, 'score'),
    rows.map(({ scoreAt }) => iso(scoreAt)),
    column(rows, 'collection'),
    column(rows, 'endedReason'),
    rows.map(({ collectionAt }) => iso(collectionAt)),
    column(rows, 'lookOn'),
    rows.map(({ curedAt }) => iso(curedAt)),
    rows.map(({ lineAt }) => iso(lineAt)),
    rows.map(({ lineFrom }) => iso(lineFrom)),
    rows.map(({ lineDigest }) => (lineDigest === null ? null : Buffer.from(lineDigest, 'hex'))),
  ]
}
