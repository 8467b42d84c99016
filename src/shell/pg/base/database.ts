import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Instant } from '../../../core/base/time.ts'
import { arrayText } from './array-text.ts'
import { STRICT } from './parsers.ts'

export interface Sql {
  /** Instants come back as milliseconds, days as text, bigints as numbers; in a transaction one that the engine cannot count with throws a RangeError, outside it comes as it is (an instant as infinity or NaN); give instants as ISO text or as milliseconds through `to_timestamp($1 / 1000.0)`. `name` makes it a prepared statement. */
  query<Row>(text: string, params?: unknown[], name?: string): Promise<Row[]>
}

/** Statements inside a transaction, with business now read once at its start. */
export interface SqlTransaction extends Sql {
  readonly now: Instant
}

export interface Database extends Sql {
  /** Retried whole, bounded and with jitter, on a deadlock or a serialization failure. */
  transaction<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Pages are read and written by key: the one good plan is a loop over the keys into an index, whatever the values are and however small a table was when the plan was made. And compiling a statement takes longer than running it. */
const BEGIN = `begin; select business_now() as now, set_config('plan_cache_mode', 'force_generic_plan', true),
  set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`

const RETRY_CODES = new Set(['40001', '40P01'])
const RETRIES = 6

export interface ConnectOptions {
  url: string
  /** Connections at most. */
  max?: number
  applicationName: string
  /** Absent = a statement may wait for a lock, and a transaction for its next statement, as long as it takes: migrations, purges and COPY do. */
  limits?: Limits
}

export interface Limits {
  /** The longest wait for a lock, in milliseconds: after it whoever waits fails, and is tried again. */
  lockMs: number
  /** The longest wait of an open transaction for its next statement: after it Postgres ends the session, so that a process which froze lets go of what it had locked. It is the shorter one, so that others outlast it. */
  idleMs: number
}

/** What a worker may wait, and keep others waiting. */
export const WORKER_LIMITS: Limits = { lockMs: 25_000, idleMs: 15_000 }

/** Errors of connections are swallowed: the pool replaces them, and the query in hand or the next one says what is wrong. */
export function connect({ url, max = 8, applicationName, limits }: ConnectOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    ...(limits && { lock_timeout: limits.lockMs, idle_in_transaction_session_timeout: limits.idleMs }),
  })
  pool.on('error', () => {})
  // A connection in use has no other listener, and would take the process with it.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    pool,
    query: (text, params, name) => run(pool, text, { params, name }),
    transaction: (work) => transactionWithRetry(pool, work),
    close: () => pool.end(),
  }
}

interface Asked {
  params: unknown[] | undefined
  name: string | undefined
  types?: pg.CustomTypesConfig
}

async function run<Row>(
  target: pg.Pool | pg.PoolClient,
  text: string,
  { params, name, types }: Asked,
): Promise<Row[]> {
  const values = params?.map((value) => (Array.isArray(value) ? arrayText(value) : value))
  const result = await target.query({
    text,
    ...(values && { values }),
    ...(name && { name }),
    ...(types && { types }),
  })
  return result.rows as Row[]
}

async function transactionWithRetry<T>(pool: pg.Pool, work: (tx: SqlTransaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transactionOnce(pool, work)
    } catch (error) {
      const code = (error as { code?: string }).code
      if (attempt >= RETRIES || !code || !RETRY_CODES.has(code)) throw error
      await sleep(5 * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

async function transactionOnce<T>(pool: pg.Pool, work: (tx: SqlTransaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const begun = (await client.query(BEGIN)) as unknown as pg.QueryResult<{ now: Instant }>[]
    const now = begun[1]?.rows[0]?.now
    if (now === undefined) throw new Error('business_now() gave no row')
    const result = await work({
      now,
      query: (text, params, name) => run(client, text, { params, name, types: STRICT }),
    })
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((rollbackError: unknown) => (broken = rollbackError as Error))
    throw error
  } finally {
    client.release(broken)
  }
}
