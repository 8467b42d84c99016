import type { CellType } from './cell.ts'
import { type ColumnTable, writtenIn } from './columns.ts'
import { CopyRows } from './copy-rows.ts'
import type { SqlTransaction } from './database.ts'

/** Fewer rows are no slower as lists of a prepared statement, which COPY never is. */
const MANY = 50

/** Rows go in by COPY, in their order, where they are many and the connection can. The answer says whether they did. */
export type Copying<Row, More> = <R extends Row>(
  tx: SqlTransaction,
  rows: readonly R[],
  more: (row: R, index: number) => More,
) => Promise<boolean>

/** Room for the rows of the next pages: a new one of such a size costs more than what is written into it. */
const spare: Buffer[] = []
const SPARE = 6
const LARGEST = 1 << 22

/** Rows in room that nobody uses any more, if there is some. */
export function spareRows(columns: number): CopyRows {
  return new CopyRows(columns, spare.pop())
}

/** What was sent is answered: nobody reads its room any more. */
export function spareRoom({ buffer, byteOffset }: Uint8Array): void {
  if (spare.length < SPARE && byteOffset === 0 && buffer.byteLength <= LARGEST)
    spare.push(Buffer.from(buffer))
}

/** Whether so many rows of this transaction go in by COPY. */
export function isCopied(tx: SqlTransaction, count: number): boolean {
  return tx.copy !== undefined && count >= MANY
}

/** The columns of new rows of a table; `more` = those whose values do not stand in the row. */
export function copying<Row, More>(
  name: string,
  columns: ColumnTable<Row>,
  more: ColumnTable<More>,
): Copying<Row, More> {
  const [own, others] = [fieldsOf(columns), fieldsOf(more)]
  const text = copyText(name, [...own, ...others])
  return async (tx, rows, moreOf) => {
    if (tx.copy === undefined || rows.length < MANY) return false
    const copied = spareRows(own.length + others.length)
    rows.forEach((row, index) => {
      copied.row()
      put(copied, own, row)
      put(copied, others, moreOf(row, index))
    })
    await tx.copy(text, copied.end())
    spareRoom(copied.room)
    return true
  }
}

/** Where another transaction made some of the rows first, this one starts over, and finds them. A pipeline gives lists, which find the rows that are there: whoever asked later could be the first to hear of a failure. */
export function unlessMade<Row, More>(copy: Copying<Row, More>): Copying<Row, More> {
  return async (tx, rows, moreOf) => (tx.pipelined === true ? false : orMadeFirst(copy(tx, rows, moreOf)))
}

async function orMadeFirst<T>(made: Promise<T>): Promise<T> {
  try {
    return await made
  } catch (error) {
    throw (error as { code?: unknown }).code === UNIQUE ? madeFirst(error) : error
  }
}

/** Another transaction made some of the rows first: this one is begun again by whoever runs it. */
export function madeFirst(cause?: unknown): Error {
  return Object.assign(new Error('another page made the same row first', { cause }), { code: '40001' })
}

/** How the value of each column is put, of whatever the rows are made of. */
export type Puts<Columns, One> = { [K in keyof Columns]-?: (rows: CopyRows, one: One) => void }

/** New rows of a table, made of anything, which are written as they come and go in by COPY in their order, unless another transaction made some of them first. */
export interface MadeRows<One> {
  put(one: One): void
  copy(tx: Pick<SqlTransaction, 'copy'>): Promise<void>
}

export function madeRows<Row, One>(
  name: string,
  columns: ColumnTable<Row>,
  puts: Puts<NoInfer<Row>, One>,
): () => MadeRows<One> {
  const written = writtenIn(columns)
  const cells = written.map(({ key }) => puts[key])
  const text = copyText(name, written)
  return () => {
    const rows = spareRows(cells.length)
    let isNone = true
    return {
      put: (one) => {
        isNone = false
        rows.row()
        for (const put of cells) put(rows, one)
      },
      copy: async (tx) => {
        if (tx.copy === undefined) throw new Error('a connection that can take no COPY')
        if (!isNone) await orMadeFirst(tx.copy(text, rows.end()))
        spareRoom(rows.room)
      },
    }
  }
}

function copyText(name: string, columns: readonly { column: string }[]): string {
  return `copy ${name} (${columns.map(({ column }) => column).join(', ')}) from stdin (format binary)`
}

const UNIQUE = '23505'

interface Field<Row> {
  key: keyof Row & string
  column: string
  write: ((value: unknown) => unknown) | null
  put: Put
}

type Put = (rows: CopyRows, value: never) => void

function fieldsOf<Row>(table: ColumnTable<Row>): Field<Row>[] {
  return writtenIn(table).map(({ type, write, ...field }) => ({
    ...field,
    write,
    put: type === 'jsonb' && !write ? putJson : (PUT[type] ?? unknown(type)),
  }))
}

const putJson: Put = (rows, value) => rows.json(value)

function put<Row>(rows: CopyRows, fields: readonly Field<Row>[], row: Row): void {
  for (const { key, write, put: putOne } of fields) {
    const value = write ? write(row[key]) : row[key]
    if (value === null || value === undefined) rows.none()
    else putOne(rows, value as never)
  }
}

const PUT: Partial<Record<CellType, Put>> = {
  int2: (rows, value: number) => rows.int2(value),
  int4: (rows, value: number) => rows.int4(value),
  int8: (rows, value: number) => rows.int8(value),
  float8: (rows, value: number) => rows.float8(value),
  timestamptz: (rows, value: number) => rows.instant(value),
  text: (rows, value: string) => rows.text(value),
  date: (rows, value: string) => rows.date(value),
  bool: (rows, value: boolean) => rows.bool(value),
  bytea: (rows, value: Uint8Array) => rows.bytes(value),
  'text[]': (rows, value: readonly string[]) => rows.texts(value),
  'int8[]': (rows, value: readonly number[]) => rows.integers(value),
  jsonb: (rows, value: string) => rows.jsonb(value),
}

function unknown(type: CellType): never {
  throw new Error(`nobody has said how COPY writes ${type}`)
}
