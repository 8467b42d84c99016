import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { column, iso } from '../column.ts'

export async function upsertHolds(tx: SqlTransaction, rows: LedgerChanges['holds']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into hold (person_id, kind, external_id, reason, account_id, point_id, number_id, channel, from_at,
                       until_on, lifted_at, outcome, placed, countries, upheld_at,
                       known_at)
     select u.person, u.kind, u.external_id, u.reason, u.account, u.point, u.number, u.channel, u.from_at,
            u.until_on, u.lifted_at, u.outcome, u.placed, string_to_array(u.countries, ','),
            u.upheld_at, to_timestamp($16 / 1000.0)
     from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
                          $7::bigint[], $8::text[], $9::timestamptz[], $10::date[], $11::timestamptz[],
                          $12::text[], $13::boolean[], $14::text[], $15::timestamptz[])
       as u (person, kind, external_id, reason, account, point, number, channel, from_at, until_on, lifted_at,
             outcome, placed, countries, upheld_at)
     on conflict (person_id, kind, external_id, coalesce(account_id, 0), coalesce(number_id, 0),
                  coalesce(channel, '')) do update
     set reason = excluded.reason, point_id = excluded.point_id, from_at = excluded.from_at,
         until_on = excluded.until_on, lifted_at = excluded.lifted_at, outcome = excluded.outcome,
         placed = excluded.placed, countries = excluded.countries,
         upheld_at = excluded.upheld_at, known_at = case
           when hold.placed and hold.lifted_at is null and hold.until_on is not distinct from excluded.until_on
           then hold.known_at else excluded.known_at end`,
    [
      column(rows, 'person'),
      column(rows, 'kind'),
      column(rows, 'externalId'),
      column(rows, 'reason'),
      column(rows, 'account'),
      column(rows, 'point'),
      column(rows, 'number'),
      column(rows, 'channel'),
      rows.map(({ from }) => iso(from)),
      column(rows, 'until'),
      rows.map(({ lifted }) => iso(lifted)),
      column(rows, 'outcome'),
      column(rows, 'placed'),
      rows.map(({ countries }) => countries?.join(',') ?? null),
      rows.map(({ upheldAt }) => iso(upheldAt)),
      tx.now,
    ],
    'record-holds-save',
  )
}

export async function insertEvidence(tx: SqlTransaction, rows: LedgerChanges['evidence']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into evidence (person_id, key, account_id, point_id, agent, value, at, until_at)
     select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::jsonb[],
                          $7::timestamptz[], $8::timestamptz[])`,
    [
      rows.map(({ person }) => person ?? 0),
      column(rows, 'key'),
      column(rows, 'account'),
      column(rows, 'point'),
      column(rows, 'agent'),
      rows.map(({ value }) => JSON.stringify(value)),
      rows.map(({ at }) => iso(at)),
      rows.map(({ until }) => iso(until)),
    ],
    'record-new-evidence',
  )
}
