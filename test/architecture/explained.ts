import type { Database, Sql, SqlTransaction } from '../../src/shell/pg/database.ts'

export interface Explained {
  text: string
  /** Tables that the plan reads from end to end. */
  scanned: string[]
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

const PLANNED = /^\s*(select|insert|update|delete|with)\b/i

/** A database that has every statement explained, with the values it is really given and once as a generic plan, before it runs. */
export function explained(db: Database): { db: Database; seen: Explained[] } {
  const seen: Explained[] = []
  const look = async (sql: Sql, text: string, params?: unknown[]): Promise<void> => {
    if (PLANNED.test(text)) seen.push({ text, scanned: await scannedBy(sql, text, params) })
  }
  const inside = (tx: SqlTransaction): SqlTransaction => ({
    now: tx.now,
    query: async (text, params, name) => {
      await look(tx, text, params)
      return tx.query(text, params, name)
    },
  })
  const outside: Database = {
    pool: db.pool,
    close: () => db.close(),
    query: async (text, params, name) => {
      await db.transaction((tx) => look(tx, text, params))
      return db.query(text, params, name)
    },
    transaction: (work) => db.transaction((tx) => work(inside(tx))),
  }
  return { seen, db: outside }
}

async function scannedBy(sql: Sql, text: string, params: unknown[] = []): Promise<string[]> {
  const given = await sql.query<PlanRow>(`explain (format json) ${text}`, params)
  return [...new Set([...given, ...(await genericPlan(sql, text, params.length))].flatMap(tablesOf))]
}

interface PlanRow {
  'QUERY PLAN': [{ Plan: PlanNode }]
}

/** A named statement is planned without its values after its fifth run. */
async function genericPlan(sql: Sql, text: string, count: number): Promise<PlanRow[]> {
  if (count === 0) return []
  await sql.query(`prepare explained as ${text}`)
  await sql.query("select set_config('plan_cache_mode', 'force_generic_plan', true)")
  const values = Array.from({ length: count }, () => 'null').join(', ')
  const plan = await sql.query<PlanRow>(`explain (format json) execute explained (${values})`)
  await sql.query("select set_config('plan_cache_mode', 'auto', true)")
  await sql.query('deallocate explained')
  return plan
}

function tablesOf(row: PlanRow): string[] {
  return row['QUERY PLAN'].flatMap(({ Plan }) => scans(Plan))
}

function scans(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : []
  return [...own, ...(node.Plans ?? []).flatMap(scans)]
}
