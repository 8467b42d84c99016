import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CellType, cellOf } from '../../src/shell/pg/base/cell.ts'
import { declaredStatements, type Statement } from '../../src/shell/pg/base/statement.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { type DescribedColumn, described } from '../support/described.ts'
import { filesIn, ROOT } from './source.ts'

const TYPE_IDS: Record<CellType, number> = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  json: 114,
  float8: 701,
  'text[]': 1009,
  'int8[]': 1016,
  date: 1082,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
}

/** Columns that may be null in their table and never are in the row: the statement leaves those rows out. */
const LEFT_OUT: Record<string, readonly string[]> = {
  'agreed-approachable': ['anchor'],
  'agreed-settlements': ['offeredAt'],
  'record-figures': ['account'],
  'relay-queue': ['case', 'notBefore'],
  'relay-queue-these': ['case', 'notBefore'],
  'replay-contacts': ['stage', 'step', 'attempt'],
  'replay-refusals': ['step'],
  'sweep-unanswered': ['case'],
  'sweep-resolve': ['account', 'case'],
  'wrong-suspects': ['at'],
}

interface Row {
  [key: string]: Parameters<typeof cellOf>[0]
}

let test: TestDatabase
let client: pg.Client
/** Columns of tables that may be null, as `<table>/<place>`. */
let nullable: Set<string>

beforeAll(async () => {
  for (const path of filesIn('src/shell/pg', '.ts')) await import(pathToFileURL(join(ROOT, path)).href)
  test = await freshDatabase()
  client = new pg.Client(test.url)
  await client.connect()
  const { rows } = await client.query<{ of: number; at: number }>(
    'select attrelid::int8 as of, attnum as at from pg_attribute where attnum > 0 and not attnotnull',
  )
  nullable = new Set(rows.map(({ of, at }) => `${of}/${at}`))
})
afterAll(async () => {
  await client.end()
  await test.drop()
})

/** The differences between the row that the database would give and the one that the code reads. */
function differences(row: Row, columns: readonly DescribedColumn[]): string[] {
  const known = new Map(columns.map((column) => [column.name, column]))
  const read = Object.entries(row).flatMap(([name, cell]) => {
    const column = known.get(name)
    return column ? differenceOf(name, cellOf(cell), column) : [`${name} is read and not given`]
  })
  const unread = columns
    .filter(({ name }) => !(name in row))
    .map(({ name }) => `${name} is given and not read`)
  return [...read, ...unread]
}

function differenceOf(
  name: string,
  cell: ReturnType<typeof cellOf>,
  { dataTypeID, tableID, columnID }: DescribedColumn,
): string[] {
  if (TYPE_IDS[cell.type] !== dataTypeID) return [`${name} is read as ${cell.type} and is type ${dataTypeID}`]
  return !cell.nullable && nullable.has(`${tableID}/${columnID}`) ? [`${name} may be null`] : []
}

describe('every statement that is declared', () => {
  it('every statement gives the row that the code reads, by names, types and nulls', async () => {
    const statements: Statement<never>[] = declaredStatements()
    expect(statements.length).toBeGreaterThan(50)
    const wrong: string[] = []
    for (const { name, text, row } of statements) {
      const found = await described(client, text).then(
        (columns) => differences(row as Row, columns),
        (error: Error) => [error.message],
      )
      wrong.push(...found.map((one) => `${name}: ${one}`))
    }
    const excepted = Object.entries(LEFT_OUT).flatMap(([name, columns]) =>
      columns.map((column) => `${name}: ${column} may be null`),
    )
    expect(wrong.toSorted()).toEqual(excepted.toSorted())
  })

  it('no statement asks for what is not among the rows of another by `not in`, which compares each with each where Postgres expects many', () => {
    const asking = declaredStatements().filter(({ text }) => /not\s+in\s*\(\s*(select|with)\b/i.test(text))
    expect(asking.map(({ name }) => name)).toEqual([])
  })
})

describe('a row that is read otherwise than it is given', () => {
  it.each<[string, Row, string]>([
    ['a column more', { id: 'int8', name: 'text' }, 'name is read and not given'],
    ['a column less', {}, 'id is given and not read'],
    ['another type', { id: 'text' }, 'id is read as text and is type 20'],
  ])('a wrong row is found by %s', async (_, row, difference) => {
    expect(differences(row, await described(client, 'select id from person'))).toEqual([difference])
  })

  it('a wrong row is found by a column that may be null', async () => {
    const columns = await described(client, 'select household_id from person')
    expect(differences({ household_id: 'int8' }, columns)).toEqual(['household_id may be null'])
    expect(differences({ household_id: 'int8?' }, columns)).toEqual([])
  })
})
