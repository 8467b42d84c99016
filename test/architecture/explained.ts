import type { Database, Sql, SqlTransaction } from '../../src/shell/pg/base/database.ts'

export interface Explained {
  text: string
  /** Tables that the plan reads from end to end. */
  scanned: string[]
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  'Index Name'?: string
  Plans?: PlanNode[]
}

const PLANNED = /^\s*(select|insert|update|delete|with)\b/i

/** A database that has every statement explained before it runs, under the settings that it runs with. */
export function explained(db: Database): { db: Database; seen: Explained[] } {
  const seen: Explained[] = []
  const look = async (sql: Sql, text: string, params?: unknown[]): Promise<void> => {
    if (PLANNED.test(text)) seen.push({ text, scanned: await scannedBy(sql, text, params) })
  }
  const inside = (tx: SqlTransaction): SqlTransaction => {
    let before: Promise<unknown> = Promise.resolve()
    return {
      now: tx.now,
      // What is asked in one turn is explained one after the other.
      query: <Row>(text: string, params?: unknown[], name?: string) => {
        const asked = before.then(() => look(tx, text, params)).then(() => tx.query<Row>(text, params, name))
        before = asked.catch(() => {})
        return asked
      },
      commit: () => {},
    }
  }
  const outside: Database = {
    pool: db.pool,
    close: () => db.close(),
    query: async (text, params, name) => {
      await db.transaction((tx) => look(tx, text, params))
      return db.query(text, params, name)
    },
    transaction: (work) => db.transaction((tx) => work(inside(tx))),
    transactionAtOnce: (work) => db.transaction((tx) => work(inside(tx))),
  }
  return { seen, db: outside }
}

/** The tables that the generic plan scans: transactions are told to use that plan, and a named statement gets it after some runs. */
async function scannedBy(sql: Sql, text: string, params: unknown[] = []): Promise<string[]> {
  const plan =
    params.length === 0 ? sql.query<PlanRow>(`explain (format json) ${text}`) : generic(sql, text, params)
  return [...new Set((await plan).flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => scans(Plan))))]
}

interface PlanRow {
  'QUERY PLAN': [{ Plan: PlanNode }]
}

async function generic(sql: Sql, text: string, params: unknown[]): Promise<PlanRow[]> {
  await sql.query(`prepare explained as ${text}`)
  const values = params.map(() => 'null').join(', ')
  const plan = await sql.query<PlanRow>(`explain (format json) execute explained (${values})`)
  await sql.query('deallocate explained')
  return plan
}

/** Partial indexes of what waits: they hold a handful of rows, and may be walked. */
const SMALL = new Set(['case_unwatched', 'contact_in_hand'])

/** A sequential scan, or an index walked from one end to the other without a limit. */
function scans(node: PlanNode, limited = false): string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index = '', Plans = [] } = node
  const walked = type.startsWith('Index') && !node['Index Cond'] && !limited && !SMALL.has(index)
  const own = table && (type === 'Seq Scan' || walked) ? [table] : []
  return [...own, ...Plans.flatMap((child) => scans(child, limited || type === 'Limit'))]
}
