import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import { type ColumnTable, given, omit } from '../../base/columns.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { ask, plainStatement } from '../../base/statement.ts'
import { OBLIGATION, PAYMENT, PROMISE } from '../../row/money.ts'

const KEY = ['person', 'account', 'externalId'] as const

type Keyed = Record<(typeof KEY)[number], unknown>

/** Rows that are known by the person, the account and the ledger's name, written whole. */
function upsertOf<Row extends Keyed>(
  table: string,
  columns: ColumnTable<Row>,
): (tx: SqlTransaction, rows: readonly Row[]) => Promise<void> {
  const { names, rows: lists, params } = given(columns)
  const upsert = plainStatement({
    name: `record-${table}-save`,
    text: `
      insert into ${table} (${names}) select * from ${lists}
      on conflict (person_id, account_id, external_id) do update set ${given(omit(columns, ...KEY)).excluded}`,
    row: {},
  })
  return async (tx, rows) => {
    if (rows.length > 0) await ask(tx, upsert, params(rows))
  }
}

export const upsertObligations = upsertOf<LedgerChanges['obligations'][number]>('obligation', OBLIGATION)
export const upsertPayments = upsertOf<LedgerChanges['payments'][number]>('payment', PAYMENT)
export const upsertPromises = upsertOf<LedgerChanges['promises'][number]>('promise', PROMISE)
