import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import { type ColumnTable, given, omit, pick } from '../../base/columns.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { ask, plainStatement } from '../../base/statement.ts'
import { OBLIGATION, PAYMENT, PROMISE, SETTLEMENT } from '../../row/money.ts'
import { PLAN } from '../../row/plan.ts'

const KEY = ['person', 'account', 'externalId'] as const

/** Rows that are known by the key, written whole. */
function upsertOf<Row, K extends keyof Row & string>(
  table: string,
  columns: ColumnTable<Row>,
  key: readonly K[],
): (tx: SqlTransaction, rows: readonly Row[]) => Promise<void> {
  const { names, rows: lists, values, params } = given(columns)
  const keyed = given(pick(columns, ...key)).names
  const upsert = plainStatement({
    name: `record-${table}-save`,
    text: `
      insert into ${table} (${names}) select ${values} from ${lists} as u (${names})
      on conflict (${keyed}) do update set ${given(omit(columns, ...key)).excluded}`,
    row: {},
  })
  return async (tx, rows) => {
    if (rows.length > 0) await ask(tx, upsert, params(rows))
  }
}

export const upsertObligations = upsertOf<LedgerChanges['obligations'][number], (typeof KEY)[number]>(
  'obligation',
  OBLIGATION,
  KEY,
)
export const upsertPayments = upsertOf<LedgerChanges['payments'][number], (typeof KEY)[number] | 'kind'>(
  'payment',
  PAYMENT,
  [...KEY, 'kind'],
)
export const upsertPromises = upsertOf<LedgerChanges['promises'][number], (typeof KEY)[number]>(
  'promise',
  PROMISE,
  KEY,
)
export const upsertPlans = upsertOf<LedgerChanges['plans'][number], (typeof KEY)[number]>('plan', PLAN, KEY)
export const upsertSettlements = upsertOf<LedgerChanges['settlements'][number], (typeof KEY)[number]>(
  'settlement',
  SETTLEMENT,
  KEY,
)
