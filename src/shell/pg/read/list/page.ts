import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Instant } from '../../../../core/base/time.ts'
import type { Database, SqlTransaction } from '../../base/database.ts'
import type { CellType } from '../../base/cell.ts'
import { instantOf } from '../../base/instant.ts'
import { ask, plainStatement, type Statement } from '../../base/statement.ts'
import type { Filters, Given } from './filter.ts'

/** What rows are ordered by; the last keys tell any two of them apart. */
export interface OrderKey {
  sql: string
  type: Extract<CellType, 'int8' | 'float8' | 'timestamptz'>
  falling?: true
}

export interface ListFile<Row, Line> {
  name: string
  /** What a row is shown as. */
  line: z.ZodObject & z.ZodType<Line>
  /** What a page of rows is selected from, with the condition that always holds. */
  rows: { select: string; from: string; where?: string }
  row: Statement<Row>['row']
  order: readonly OrderKey[]
  filters: Filters
  /** A row as it is shown. */
  told: (row: Row, now: Instant) => Line
  /** What is worked out for a page of lines once they are read. */
  completed?: (db: Database, lines: Line[]) => Promise<Line[]>
}

export interface List<Line> {
  name: string
  line: z.ZodObject & z.ZodType<Line>
  filters: Filters
  read: (db: Database, asked: Asked) => Promise<Page<Line>>
}

export interface Asked {
  given: Given
  limit: number
  /** The place after which to go on, as the page before told it. */
  cursor?: string | undefined
}

export interface Page<Line> {
  lines: Line[]
  /** Null = nothing comes after. */
  next: string | null
}

/** The list was asked for a cursor that it never gave, or gave to whoever asked it otherwise. */
export class BadCursor extends Error {}

/** The list is asked for more than can be looked through in time. */
export class TooBroad extends Error {}

/** Nobody waits longer than this for a page. */
const LONGEST_MS = 15_000
const CANCELLED = '57014'

type Keyed<Row> = Row & { keys: unknown }

/** A list that is read page by page along an index. */
export function listOf<Row extends object, Line>(file: ListFile<Row, Line>): List<Line> {
  const declared = plainStatement({
    name: `list-${file.name}`,
    once: true,
    text: textOf(file, Object.keys(file.filters), { after: true, limit: 1 }),
    row: { ...(file.row as Record<string, 'text'>), keys: KEYS },
  }) as unknown as Statement<Keyed<Row>>
  return {
    name: file.name,
    line: file.line,
    filters: file.filters,
    read: async (db, asked) => {
      const page = await bounded(db, (tx) => readPage(tx, { ...declared, file }, asked))
      const lines = file.completed ? await file.completed(db, page.lines) : page.lines
      return { lines: keptOf(file.filters, lines, asked.given), next: page.next }
    },
  }
}

const KEYS = { type: 'json', nullable: false, read: (value: unknown) => value } as const

async function bounded<T>(db: Database, work: (tx: SqlTransaction) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(async (tx) => {
      await ask(tx, PATIENCE, [String(LONGEST_MS)])
      return work(tx)
    })
  } catch (error) {
    if ((error as { code?: string }).code === CANCELLED) throw new TooBroad()
    throw error
  }
}

/** Whoever asks for a rare thing needs another plan than whoever asks for everything. */
const PATIENCE = plainStatement({
  name: 'list-patience',
  once: true,
  text: `select set_config('statement_timeout', $1, true) as patience, set_config('plan_cache_mode', 'force_custom_plan', true) as plan`,
  row: { patience: 'text', plan: 'text' },
})

async function readPage<Row extends object, Line>(
  tx: SqlTransaction,
  declared: Statement<Keyed<Row>> & { file: ListFile<Row, Line> },
  { given, limit, cursor }: Asked,
): Promise<Page<Line>> {
  const { file } = declared
  const names = Object.keys(file.filters).filter((name) => given[name] !== undefined)
  const mark = markOf(file.name, names, given)
  const after = cursor === undefined ? [] : keysIn(cursor, file.order, mark)
  const text = textOf(file, names, { after: cursor !== undefined, limit: limit + 1, given })
  const params: unknown[] = []
  for (const name of names) {
    const { param } = file.filters[name] ?? {}
    params.push(param ? await param(given[name] as never, { now: tx.now, given, tx }) : given[name])
  }
  const rows = await ask(tx, { ...declared, text }, [...params, ...after])
  const shown = rows.slice(0, limit)
  const lines = shown.map((row) => file.told(row, tx.now))
  return {
    lines,
    next: rows.length > limit ? cursorOf(shown.at(-1)?.keys, mark) : null,
  }
}

function keptOf<Line>(filters: Filters, lines: Line[], given: Given): Line[] {
  const asked = Object.entries(filters).filter(([name, { keep }]) => keep && given[name] !== undefined)
  return lines.filter((line) =>
    asked.every(([name, { keep }]) => keep?.(line as never, given[name] as never) ?? true),
  )
}

interface Wanted {
  after: boolean
  limit: number
  given?: Given
}

/** The statement holds the conditions that are asked for and no others: each way of asking has a plan of its own. */
function textOf<Row, Line>(
  { rows, order, filters }: ListFile<Row, Line>,
  names: readonly string[],
  { after, limit, given }: Wanted,
): string {
  const conditions = names.map((name, index) => filters[name]?.sql(`$${index + 1}`, given?.[name]) ?? 'true')
  const later = after ? [behind(order, names.length + 1)] : []
  const all = [...(rows.where === undefined ? [] : [rows.where]), ...conditions, ...later]
  const keys = order.map(({ sql, type }) =>
    type === 'timestamptz' ? `extract(epoch from ${sql}) * 1000` : sql,
  )
  return `select ${rows.select}, json_build_array(${keys.join(', ')}) as keys
    from ${rows.from}
    ${all.length > 0 ? `where ${all.map((one) => `(${one})`).join(' and ')}` : ''}
    order by ${order.map(({ sql, falling }) => `${sql}${falling ? ' desc' : ''}`).join(', ')} limit ${limit}`
}

/** Whatever stands behind a row. The first key says it alone, so that an index is entered there. */
function behind(order: readonly OrderKey[], first: number): string {
  const place = ({ type }: OrderKey, index: number): string =>
    type === 'timestamptz' ? instantOf(`$${first + index}`) : `$${first + index}::${type}`
  if (order.every(({ falling }) => !falling)) {
    return `(${order.map(({ sql }) => sql).join(', ')}) > (${order.map(place).join(', ')})`
  }
  const compared = (at: number): string => {
    const key = order[at]
    if (!key) return 'false'
    const than = `${key.sql} ${key.falling ? '<' : '>'} ${place(key, at)}`
    return at + 1 < order.length
      ? `${than} or (${key.sql} = ${place(key, at)} and (${compared(at + 1)}))`
      : than
  }
  const [head] = order
  return head ? `${head.sql} ${head.falling ? '<=' : '>='} ${place(head, 0)} and (${compared(0)})` : 'true'
}

const Keys = z.array(z.number())

/** The place of a row in another list, or under other filters, would pass over rows that nobody has seen. */
function markOf(list: string, names: readonly string[], given: Given): string {
  const asked = names.toSorted().map((name) => [name, given[name]])
  return createHash('sha256')
    .update(JSON.stringify([list, asked]))
    .digest('base64url')
    .slice(0, 8)
}

function cursorOf(keys: unknown, mark: string): string {
  return `${Buffer.from(JSON.stringify(keys)).toString('base64url')}${mark}`
}

function keysIn(cursor: string, order: readonly OrderKey[], mark: string): number[] {
  try {
    const place = Buffer.from(cursor.slice(0, -mark.length), 'base64url').toString('utf8')
    const keys = Keys.parse(JSON.parse(place))
    const isOurs = cursorOf(keys, mark) === cursor
    if (isOurs && keys.length === order.length && keys.every((key, at) => fits(key, order[at]))) return keys
  } catch {
    // What is no list of numbers is told as any other wrong cursor.
  }
  throw new BadCursor()
}

function fits(key: number, order: OrderKey | undefined): boolean {
  return order?.type === 'int8' ? Number.isSafeInteger(key) : Number.isFinite(key)
}
