import { type AnyCell, type Cell, cellOf, type ValueOf } from './cell.ts'
import type { Sql } from './database.ts'

/** What a statement gives back: every column with its type. */
export type Shape<Row> = { [K in keyof Row]-?: Cell<Row[K]> }

export interface Statement<Row> {
  name: string
  text: string
  row: Shape<Row>
  /** True = the statement is asked so seldom that preparing it does not pay. */
  once: boolean
  /** Columns whose values are read after the driver has. */
  reads: readonly { key: keyof Row; read: (value: unknown) => Row[keyof Row] }[]
}

interface Declared<Row> {
  name: string
  text: string
  row: Shape<Row>
  once?: boolean
}

const declared = new Map<string, Statement<never>>()

/** A statement and the row that it gives, declared once when its file is loaded; a test asks the database whether it gives that row. Postgres knows a prepared statement by its name alone, so no two may share one. */
export function statement<Row>({ name, text, row, once = false }: Declared<Row>): Statement<Row> {
  if (declared.has(name)) throw new Error(`two statements are called ${name}`)
  const reads = Object.entries<Cell<unknown>>(row as Record<string, Cell<unknown>>).flatMap(([key, cell]) => {
    const { read } = cellOf(cell)
    return read ? [{ key, read }] : []
  })
  const made = { name, text, row, once, reads: reads as unknown as Statement<Row>['reads'] }
  declared.set(name, made as unknown as Statement<never>)
  return made
}

/** A statement whose row is what its columns say, and nothing more of it is known. */
export function plainStatement<const Cells extends Record<string, AnyCell>>(
  plain: Omit<Declared<unknown>, 'row'> & { row: Cells },
): Statement<{ -readonly [K in keyof Cells]: ValueOf<Cells[K]> }> {
  return statement(plain as unknown as Declared<{ -readonly [K in keyof Cells]: ValueOf<Cells[K]> }>)
}

/** Everything that the files loaded so far have declared. */
export function declaredStatements(): Statement<never>[] {
  return [...declared.values()]
}

export async function ask<Row>(sql: Sql, asked: Statement<Row>, params: unknown[] = []): Promise<Row[]> {
  const rows = await sql.query<Row>(asked.text, params, asked.once ? undefined : asked.name)
  for (const { key, read } of asked.reads) for (const row of rows) row[key] = read(row[key])
  return rows
}

/** The one row of a statement that always gives one. */
export async function askOne<Row>(sql: Sql, asked: Statement<Row>, params: unknown[] = []): Promise<Row> {
  const [row] = await ask(sql, asked, params)
  if (row === undefined) throw new Error(`${asked.name} gave no row`)
  return row
}
