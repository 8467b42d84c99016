import { isoOf } from '../../../core/base/time.ts'
import { arrayText } from './array-text.ts'
import { type Cell, type CellType, cellOf, type PlainCell, type ReadCell } from './cell.ts'
import { millisOf } from './instant.ts'
import { strictDay } from './parsers.ts'
import type { Shape } from './statement.ts'

/** A column under the name of its field: `'person_id int8'`, `'score float8?'`; or an expression over the table's alias, which may be written as a column. */
type Column<V> =
  | `${string} ${PlainCell<V>}`
  | (ReadCell<V> & { column: string })
  | { of: (alias: string) => string; cell: Cell<V>; column?: string }

export type ColumnTable<Row> = { [K in keyof Row]-?: Col<Row[K]> }

interface Col<V> {
  /** Null = an expression, which is read and not written. */
  column: string | null
  of: (alias: string) => string
  cell: string | ReadCell<unknown>
  type: CellType
  nullable: boolean
  read: ((value: unknown) => unknown) | null
  write?(this: void, value: unknown): unknown
  /** The type of what is read, which only the compiler looks at. */
  value?: V
}

/** The columns of a row, spelled once: a field of `Row` without one does not compile. */
export function columns<Row>(spec: { [K in keyof Row]-?: Column<Row[K]> }): ColumnTable<Row> {
  const entries = Object.entries(spec as Record<string, AnyColumn>)
  return Object.fromEntries(entries.map(([key, one]) => [key, columnOf(one)])) as ColumnTable<Row>
}

type AnyColumn =
  | string
  | (ReadCell<unknown> & { column: string })
  | (Pick<Col<unknown>, 'of' | 'cell'> & { column?: string })

function columnOf(one: AnyColumn): Col<unknown> {
  if (typeof one !== 'string' && 'of' in one)
    return { ...one, column: one.column ?? null, ...cellOf(one.cell) }
  const [column, cell] = typeof one === 'string' ? halvesOf(one) : [one.column, one]
  return { column, of: (alias) => `${alias}.${column}`, cell, ...cellOf(cell) }
}

function halvesOf(text: string): [column: string, cell: string] {
  const gap = text.lastIndexOf(' ')
  return [text.slice(0, gap), text.slice(gap + 1)]
}

type KeyOf<Row> = keyof Row & string

/** Some of the columns. */
export function pick<Row, K extends KeyOf<Row>>(
  table: ColumnTable<Row>,
  ...keys: readonly K[]
): ColumnTable<Pick<Row, K>> {
  return Object.fromEntries(keys.map((key) => [key, table[key]])) as unknown as ColumnTable<Pick<Row, K>>
}

/** All but some of the columns. */
export function omit<Row, K extends KeyOf<Row>>(
  table: ColumnTable<Row>,
  ...keys: readonly K[]
): ColumnTable<Omit<Row, K>> {
  const left = entriesOf(table).filter(([key]) => !keys.some((one) => one === key))
  return Object.fromEntries(left) as unknown as ColumnTable<Omit<Row, K>>
}

function entriesOf<Row>(table: ColumnTable<Row>): [KeyOf<Row>, Col<unknown>][] {
  return Object.entries(table) as [KeyOf<Row>, Col<unknown>][]
}

/** The columns as a select lists them, under the names of the fields. */
export function selected<Row>(table: ColumnTable<Row>, alias: string): string {
  return entriesOf(table)
    .map(([key, { of }]) => `${of(alias)} as "${key}"`)
    .join(', ')
}

/** What a statement that selects them gives. */
export function shapeOf<Row>(table: ColumnTable<Row>): Shape<Row> {
  return Object.fromEntries(entriesOf(table).map(([key, { cell }]) => [key, cell])) as unknown as Shape<Row>
}

/** The columns as a list of JSON, instants in milliseconds: half the bytes of objects. `instead` = expressions in the place of columns. */
export function listed<Row>(
  table: ColumnTable<Row>,
  alias: string,
  instead: { [K in keyof Row]?: string } = {},
): string {
  return entriesOf(table)
    .map(([key, { of, type }]) => {
      const value = instead[key] ?? of(alias)
      return type === 'timestamptz' ? millisOf(value) : value
    })
    .join(', ')
}

/** The reader makes rows of such lists. It is made once: the rows share one form, and only what JSON does not carry as it is costs a call. `from` = how many values stand before those of the columns. */
export function listReader<Row>(table: ColumnTable<Row>, from = 0): (values: unknown) => Row {
  const keys = Object.keys(table)
  const empty = Object.fromEntries(keys.map((key) => [key, null])) as Record<string, unknown>
  const reads = entriesOf(table).flatMap(([key, { type, read }]) => {
    const made = read ?? (type === 'date' ? dayOrNull : null)
    return made ? [{ key, read: made }] : []
  })
  return (values) => {
    if (!Array.isArray(values) || values.length !== from + keys.length)
      throw new RangeError(`not a list of ${from + keys.length} values`)
    const row = { ...empty }
    let place = from
    for (const key of keys) row[key] = values[place++]
    for (const { key, read } of reads) row[key] = read(row[key])
    return row as Row
  }
}

/** Days inside JSON come past the driver. */
function dayOrNull(value: unknown): unknown {
  return typeof value === 'string' ? strictDay(value) : value
}

/** A column that is written, by the key of its field. */
export interface Written<Row> {
  key: KeyOf<Row>
  column: string
  type: CellType
  /** Null = its value goes in as it is. */
  write: ((value: unknown) => unknown) | null
}

export function writtenIn<Row>(table: ColumnTable<Row>): Written<Row>[] {
  return entriesOf(table).map(([key, { column, type, write }]) => {
    if (column === null) throw new Error(`${key} is an expression and cannot be written`)
    return { key, column, type, write: write ?? null }
  })
}

/** Rows as the parameters of a statement: one list for each column. */
export interface Given<Row> {
  /** Names of the columns, as an insert lists them. */
  names: string
  /** `unnest(...)` of the parameters from the first one on. */
  rows: string
  /** The columns of `u` as values of their types. */
  values: string
  /** `name = excluded.name, ...`. */
  excluded: string
  params: (rows: readonly Row[]) => unknown[]
}

export function given<Row>(table: ColumnTable<Row>, first = 1): Given<Row> {
  const cols = writtenIn(table).map((col) => ({ ...col, write: col.write ?? writeOf(col.type) }))
  return {
    names: cols.map(({ column }) => column).join(', '),
    rows: `unnest(${cols.map(({ type }, index) => `$${first + index}::${isList(type) ? 'text' : type}[]`).join(', ')})`,
    values: cols
      .map(({ column, type }) => (isList(type) ? `u.${column}::${type}` : `u.${column}`))
      .join(', '),
    excluded: cols.map(({ column }) => `${column} = excluded.${column}`).join(', '),
    params: (rows) => cols.map(({ key, write }) => rows.map((row) => (write ? write(row[key]) : row[key]))),
  }
}

/** Lists inside a list travel as texts: Postgres knows none of different lengths side by side. */
function isList(type: CellType): boolean {
  return type === 'text[]' || type === 'int8[]'
}

function writeOf(type: CellType): ((value: unknown) => unknown) | null {
  if (type === 'timestamptz') return (at) => (typeof at === 'number' ? isoOf(at) : null)
  if (type === 'jsonb' || type === 'json') return (value) => (value === null ? null : JSON.stringify(value))
  return isList(type) ? (list) => (Array.isArray(list) ? arrayText(list) : null) : null
}
