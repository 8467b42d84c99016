import { isoOf } from '../../../core/base/time.ts'
import { type Cell, type CellType, cellOf, type Json, type PlainCell } from './cell.ts'
import { millisOf } from './instant.ts'
import { strictDay } from './parsers.ts'
import type { Shape } from './statement.ts'

/** A column under the name of its field: `'person_id int8'`, `'score float8?'`; or an expression over the table's alias. */
type Column<V> =
  | `${string} ${PlainCell<V>}`
  | (Json<V> & { column: string })
  | { of: (alias: string) => string; cell: Cell<V> }

export type ColumnTable<Row> = { [K in keyof Row]-?: Col<Row[K]> }

interface Col<V> {
  /** Null = an expression, which is read and not written. */
  column: string | null
  of: (alias: string) => string
  cell: string | Json<unknown>
  type: CellType
  nullable: boolean
  read: ((json: unknown) => unknown) | null
  /** For the compiler: what comes of it. */
  value?: V
}

/** The columns of a row, spelled once: a field of `Row` without one does not compile. */
export function columns<Row>(spec: { [K in keyof Row]-?: Column<Row[K]> }): ColumnTable<Row> {
  const entries = Object.entries(spec as Record<string, AnyColumn>)
  return Object.fromEntries(entries.map(([key, one]) => [key, columnOf(one)])) as ColumnTable<Row>
}

type AnyColumn = string | (Json<unknown> & { column: string }) | Pick<Col<unknown>, 'of' | 'cell'>

function columnOf(one: AnyColumn): Col<unknown> {
  if (typeof one !== 'string' && 'of' in one) return { ...one, column: null, ...cellOf(one.cell) }
  const [column, cell] = typeof one === 'string' ? halvesOf(one) : [one.column, one]
  return { column, of: (alias) => `${alias}.${column}`, cell, ...cellOf(cell) }
}

function halvesOf(text: string): [column: string, cell: string] {
  const gap = text.lastIndexOf(' ')
  return [text.slice(0, gap), text.slice(gap + 1)]
}

export function keysOf<Row>(table: ColumnTable<Row>): (keyof Row & string)[] {
  return Object.keys(table) as (keyof Row & string)[]
}

/** The columns as a select lists them, under the names of the fields. */
export function selected<Row>(
  table: ColumnTable<Row>,
  alias: string,
  keys: readonly (keyof Row & string)[] = keysOf(table),
): string {
  return keys.map((key) => `${table[key].of(alias)} as "${key}"`).join(', ')
}

/** What a statement that selects them gives. */
export function shapeOf<Row, K extends keyof Row & string = keyof Row & string>(
  table: ColumnTable<Row>,
  keys: readonly K[] = keysOf(table) as K[],
): Shape<Pick<Row, K>> {
  return Object.fromEntries(keys.map((key) => [key, table[key].cell])) as unknown as Shape<Pick<Row, K>>
}

/** The columns as a list of JSON: instants in milliseconds. Half the bytes of objects. */
export function listed<Row>(
  table: ColumnTable<Row>,
  alias: string,
  keys: readonly (keyof Row & string)[] = keysOf(table),
): string {
  return keys
    .map((key) => {
      const { of, type } = table[key]
      return type === 'timestamptz' ? millisOf(of(alias)) : of(alias)
    })
    .join(', ')
}

/** Makes rows of such lists. Made once: the rows share one form, and only what JSON does not carry as it is costs a call. */
export function listReader<Row, K extends keyof Row & string = keyof Row & string>(
  table: ColumnTable<Row>,
  keys: readonly K[] = keysOf(table) as K[],
): (values: readonly unknown[]) => Pick<Row, K> {
  const empty = Object.fromEntries(keys.map((key) => [key, null])) as Record<string, unknown>
  const reads = keys.flatMap((key) => {
    const read = listRead(table[key])
    return read ? [{ key, read }] : []
  })
  return (values) => {
    if (values.length !== keys.length) throw new RangeError('a list of another length')
    const row = { ...empty }
    let place = 0
    for (const key of keys) row[key] = values[place++]
    for (const { key, read } of reads) row[key] = read(row[key])
    return row as Pick<Row, K>
  }
}

/** Days inside JSON come past the driver. */
function listRead({ type, read }: Col<unknown>): ((value: unknown) => unknown) | null {
  if (read) return read
  return type === 'date' ? dayOrNull : null
}

function dayOrNull(value: unknown): unknown {
  return typeof value === 'string' ? strictDay(value) : value
}

/** Rows as the parameters of an `unnest`: one list for each column. */
export interface Given<Row> {
  /** Names of the columns, as an insert lists them. */
  names: string
  /** `unnest(...)`, with the parameters from the first one on. */
  rows: string
  /** The columns of `u` as values. */
  values: string
  params: (rows: readonly Row[]) => unknown[]
}

export function given<Row, K extends keyof Row & string>(
  table: ColumnTable<Row>,
  keys: readonly K[],
  first = 1,
): Given<Pick<Row, K>> {
  const cols = keys.map((key) => {
    const { column, type } = table[key]
    if (column === null) throw new Error(`${key} is an expression and cannot be written`)
    return { key, column, type, write: writeOf(type) }
  })
  const types = cols.map(({ type }, index) => `$${first + index}::${listType(type)}`)
  return {
    names: cols.map(({ column }) => column).join(', '),
    rows: `unnest(${types.join(', ')})`,
    values: cols.map(({ column, type }) => valueOf(`u.${column}`, type)).join(', '),
    params: (rows) => cols.map(({ key, write }) => rows.map((row) => (write ? write(row[key]) : row[key]))),
  }
}

/** Lists inside a list are texts: Postgres knows no lists of different length side by side. */
function listType(type: CellType): string {
  return type === 'text[]' || type === 'int8[]' ? 'text[]' : `${type}[]`
}

function valueOf(value: string, type: CellType): string {
  return type === 'text[]' || type === 'int8[]' ? `${value}::${type}` : value
}

function writeOf(type: CellType): ((value: unknown) => unknown) | null {
  if (type === 'timestamptz') return (at) => (typeof at === 'number' ? isoOf(at) : null)
  if (type === 'jsonb' || type === 'json') return (value) => (value === null ? null : JSON.stringify(value))
  return null
}
