import { CONTACT_KIND } from '../../../../core/model/contact-kind.ts'
import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { column, iso } from '../column.ts'
import { eachTable } from '../../task/table.ts'

const DONE = eachTable(
  (table) => `${table}_done as (
       update ${table} t set state = 'done', done_at = to_timestamp($7 / 1000.0)
       from told where t.person_id = told.person_id and t.contact_id = told.id and t.state <> 'done'
     )`,
  ', ',
)

/** What came back; a task that somebody still held is done with it. */
export async function updateContacts(tx: SqlTransaction, rows: LedgerChanges['contacts']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `with told as (
       update contact c
       set state = u.state, at = u.at, outcome = u.outcome, disposition = u.disposition,
           lease_token = null, lease_until = null, changed_at = to_timestamp($7 / 1000.0)
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
         as u (person, id, state, at, outcome, disposition)
       where c.person_id = u.person and c.id = u.id
       returning c.person_id, c.id
     ), ${DONE}
     select from told`,
    [
      column(rows, 'person'),
      column(rows, 'id'),
      column(rows, 'state'),
      rows.map(({ at }) => iso(at)),
      column(rows, 'outcome'),
      column(rows, 'disposition'),
      tx.now,
    ],
    'record-contacts-update',
  )
}

export async function insertRecorded(tx: SqlTransaction, rows: LedgerChanges['recorded']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into contact (person_id, account_id, accounts, point_id, number_id, household_id, channel,
                          direction, creditor, collector, state, at, outcome, disposition, created_at, changed_at,
                          ${CONTACT_KIND.join(', ')})
     select u.person, u.account, case when u.account is null then '{}' else array[u.account] end, u.point,
            u.number, u.household, u.channel, u.direction, u.creditor, u.collector, 'sent', u.at, u.outcome,
            u.disposition, to_timestamp($13 / 1000.0), to_timestamp($13 / 1000.0), ${CONTACT_KIND.map((key) => `u.${key}`).join(', ')}
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
                 $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::text[], $14::text[], $15::text[], $16::text[],
                 $17::text[], $18::text[])
       as u (person, account, point, number, household, channel, direction, creditor, collector, at, outcome,
             disposition, ${CONTACT_KIND.join(', ')})`,
    [
      ...(['person', 'account', 'point', 'number', 'household'] as const).map((key) => column(rows, key)),
      ...(['channel', 'direction', 'creditor', 'collector'] as const).map((key) => column(rows, key)),
      rows.map(({ at }) => iso(at)),
      column(rows, 'outcome'),
      column(rows, 'disposition'),
      tx.now,
      ...CONTACT_KIND.map((key) => column(rows, key)),
    ],
    'record-new-contacts',
  )
}

export async function insertSealed(tx: SqlTransaction, rows: LedgerChanges['sealed']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into sealed (person_id, id, kind, value, salt, key_id, created_at) overriding system value
     select u.person, u.id, u.kind, u.value, u.salt, u.key_id, to_timestamp($7 / 1000.0)
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bytea[], $5::bytea[], $6::text[])
       as u (person, id, kind, value, salt, key_id)`,
    [
      column(rows, 'person'),
      column(rows, 'id'),
      column(rows, 'kind'),
      column(rows, 'value'),
      column(rows, 'salt'),
      column(rows, 'keyId'),
      tx.now,
    ],
    'record-new-sealed',
  )
}
