import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { column, iso } from '../column.ts'

export async function upsertObligations(
  tx: SqlTransaction,
  rows: LedgerChanges['obligations'],
): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into obligation (person_id, account_id, external_id, due_on, due_at, amount, cancelled)
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::date[], $5::timestamptz[], $6::bigint[],
                          $7::boolean[])
     on conflict (person_id, account_id, external_id) do update
     set due_on = excluded.due_on, due_at = excluded.due_at, amount = excluded.amount,
         cancelled = excluded.cancelled`,
    [
      column(rows, 'person'),
      column(rows, 'account'),
      column(rows, 'externalId'),
      column(rows, 'dueOn'),
      rows.map(({ dueAt }) => iso(dueAt)),
      column(rows, 'amount'),
      column(rows, 'cancelled'),
    ],
    'record-obligations-save',
  )
}

export async function upsertPayments(tx: SqlTransaction, rows: LedgerChanges['payments']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into payment (person_id, account_id, external_id, obligation, amount, happened_at, recorded_at,
                          reversed_at)
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[],
                          $7::timestamptz[], $8::timestamptz[])
     on conflict (person_id, account_id, external_id) do update
     set obligation = excluded.obligation, amount = excluded.amount, happened_at = excluded.happened_at,
         recorded_at = excluded.recorded_at, reversed_at = excluded.reversed_at`,
    [
      column(rows, 'person'),
      column(rows, 'account'),
      column(rows, 'externalId'),
      column(rows, 'obligation'),
      column(rows, 'amount'),
      rows.map(({ happenedAt }) => iso(happenedAt)),
      rows.map(({ recordedAt }) => iso(recordedAt)),
      rows.map(({ reversedAt }) => iso(reversedAt)),
    ],
    'record-payments-save',
  )
}

export async function upsertPromises(tx: SqlTransaction, rows: LedgerChanges['promises']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into promise (person_id, account_id, external_id, amount, made_at, by_on, grace_days, cancelled)
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::timestamptz[], $6::date[],
                          $7::int[], $8::boolean[])
     on conflict (person_id, account_id, external_id) do update
     set amount = excluded.amount, made_at = excluded.made_at, by_on = excluded.by_on,
         grace_days = excluded.grace_days, cancelled = excluded.cancelled`,
    [
      column(rows, 'person'),
      column(rows, 'account'),
      column(rows, 'externalId'),
      column(rows, 'amount'),
      rows.map(({ madeAt }) => iso(madeAt)),
      column(rows, 'by'),
      column(rows, 'graceDays'),
      column(rows, 'cancelled'),
    ],
    'record-promises-save',
  )
}
