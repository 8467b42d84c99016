import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Instant } from '../../../core/base/time.ts'
import { arrayText } from './array-text.ts'
import { copyIn } from './copy-in.ts'
import { gatheringSocket } from './gathering-socket.ts'
import { inTurn } from './in-turn.ts'
import { STRICT } from './parsers.ts'

export interface Sql {
  /** Instants come back as milliseconds, days as text, bigints as numbers; in a transaction one that the engine cannot count with throws a RangeError, outside it comes as it is (an instant as infinity or NaN); give instants as ISO text or as milliseconds through `to_timestamp($1 / 1000.0)`. `name` makes it a prepared statement. */
  query<Row>(text: string, params?: unknown[], name?: string): Promise<Row[]>
}

/** Statements inside a transaction, with business now read once at its start. Those that are asked without waiting for each other go out together, and are answered in their order. */
export interface SqlTransaction extends Sql {
  readonly now: Instant
  /** True = statements do not wait for the answers to those before, so that whoever asked later may be the first to hear of a failure. */
  readonly pipelined?: boolean
  /** Rows go in as COPY reads them; absent = they can only be given as lists. */
  copy?(text: string, rows: Buffer): Promise<void>
  /** The commit goes out with what was asked just now, and is a rollback where any of that fails; nothing may be asked afterwards. */
  commit(): void
}

export interface Database extends Sql {
  /** Retried whole, bounded and with jitter, on a deadlock or a serialization failure. */
  transaction<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>
  /** The same, begun by the packet of its first statement: `now` is known when that has answered. */
  transactionAtOnce<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Pages are read and written by key: the one good plan is a loop over the keys into an index, whatever the values are and however small a table was when the plan was made. And compiling a statement takes longer than running it. What else was known at the beginning is asked by accounts that leave their blocks. */
const BEGUN = {
  name: 'begun',
  text: `select business_now() as now, set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true),
    set_config('arrears.began', pg_current_snapshot()::text, true)`,
}

const RETRY_CODES = new Set(['40001', '40P01'])
const RETRIES = 6

export interface ConnectOptions {
  url: string
  /** Connections at most. */
  max?: number
  applicationName: string
  /** Absent = a statement may wait for a lock, and a transaction for its next statement, as long as it takes: migrations, purges and COPY do. */
  limits?: Limits
  /** Statements are sent without waiting for the answers to those before. */
  pipelined?: boolean
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
export function connect({
  url,
  max = 8,
  applicationName,
  limits,
  pipelined = false,
}: ConnectOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    ...(pipelined && { pipeline: true, stream: gatheringSocket }),
    ...(limits && { lock_timeout: limits.lockMs, idle_in_transaction_session_timeout: limits.idleMs }),
  })
  pool.on('error', () => {})
  // A connection in use has no other listener, and would take the process with it.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    pool,
    query: (text, params, name) => run(pool, text, { params, name }),
    transaction: (work) => retried(() => transactionOnce(pool, { work, pipelined })),
    transactionAtOnce: (work) => retried(() => transactionOnce(pool, { work, pipelined, atOnce: pipelined })),
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

async function retried<T>(once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once()
    } catch (error) {
      const code = codeOf(error)
      if (attempt >= RETRIES || !code || !RETRY_CODES.has(code)) throw error
      await sleep(5 * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

/** Only a rollback is heard any more. */
const ABORTED = '25P02'

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code
}

interface Once<T> {
  work: (tx: SqlTransaction) => Promise<T>
  pipelined: boolean
  atOnce?: boolean
}

async function transactionOnce<T>(pool: pg.Pool, { work, pipelined, atOnce = false }: Once<T>): Promise<T> {
  const client = await pool.connect()
  const { tx, begun, committed, end } = transactionOn(client, pipelined)
  let broken: Error | undefined
  try {
    if (!atOnce) await begun
    const result = await work(tx)
    await begun
    await committed()
    return result
  } catch (error) {
    end()
    await client.query('rollback').catch((rollbackError: unknown) => (broken = rollbackError as Error))
    throw error
  } finally {
    end()
    client.release(broken)
  }
}

interface Begun {
  tx: SqlTransaction
  begun: Promise<unknown>
  /** It commits, unless the work has done so. */
  committed: () => Promise<unknown>
  /** Whoever still asks afterwards is refused: the connection is somebody else's. */
  end: () => void
}

function transactionOn(client: pg.PoolClient, pipelined: boolean): Begun {
  let now: Instant | undefined
  let commit: Promise<unknown> | undefined
  let failed: unknown
  const begun = begin(client, pipelined).then((at) => (now = at))
  begun.catch(() => {})
  const committing = async (): Promise<void> => {
    await turns?.idle()
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back')
  }
  const turns = pipelined ? null : inTurn()
  let over = false
  // What went out behind a statement that failed is told why. Whatever went out with a beginning that failed was answered outside any transaction, or by words about the transaction alone.
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    // What is asked behind the commit would be a transaction of its own.
    if (commit !== undefined) throw new Error('the transaction is over')
    try {
      const one = (): Promise<T> => {
        if (over) throw new Error('the transaction is over')
        return work()
      }
      return await (turns ? turns.ask(one) : one())
    } catch (error) {
      if (codeOf(error) !== ABORTED) {
        failed ??= error
        throw error
      }
      // A COPY hears of it sooner than the statement before it that failed, where one packet answers both.
      if (failed === undefined) await nextTurn()
      throw failed ?? error
    } finally {
      await begun
    }
  }
  return {
    begun,
    committed: () => commit ?? committing(),
    end: () => (over = true),
    tx: {
      get now() {
        if (now === undefined) throw new Error('now is not known before the first statement has answered')
        return now
      },
      query: <Row>(text: string, params?: unknown[], name?: string) =>
        asked(() => run<Row>(client, text, { params, name, types: STRICT })),
      pipelined,
      copy: (text, rows) => asked(() => copyIn(client, text, rows)),
      commit: () => {
        commit ??= committing()
        commit.catch(() => {})
      },
    },
  }
}

async function begin(client: pg.PoolClient, pipelined: boolean): Promise<Instant> {
  const told: unknown = pipelined
    ? await Promise.all([client.query('begin'), client.query(BEGUN)])
    : await client.query(`begin; ${BEGUN.text}`)
  const { rows } = (told as [unknown, pg.QueryResult<{ now: Instant }>])[1]
  const now = rows[0]?.now
  if (now === undefined) throw new Error('business_now() gave no row')
  return now
}
