import type { Sql } from '../base/database.ts'
import { BYTES } from '../base/cell.ts'
import { ask, plainStatement } from '../base/statement.ts'

/** Lines of a file, sealed together. */
export interface SealedLines {
  first: number
  last: number
  value: Uint8Array
  keyId: string
}

const KEEP = plainStatement({
  name: 'import-text-keep',
  text: 'insert into import_text (run_id, first_line, last_line, value, key_id) values ($1, $2, $3, $4, $5)',
  row: {},
})

export async function keepText(
  sql: Sql,
  run: number,
  { first, last, value, keyId }: SealedLines,
): Promise<void> {
  await ask(sql, KEEP, [run, first, last, value, keyId])
}

const TEXT = {
  columns: `t.first_line as first, t.last_line as last, t.value, t.key_id as "keyId"`,
  row: { first: 'int8', last: 'int8', value: BYTES, keyId: 'text' },
} as const

const OF_LINE = plainStatement({
  name: 'import-text-of-line',
  text: `
    select ${TEXT.columns} from import_text t
    where t.run_id = $1 and t.first_line <= $2 order by t.first_line desc limit 1`,
  row: TEXT.row,
})

/** The text in which a line stands. */
export async function textOf(sql: Sql, run: number, line: number): Promise<SealedLines | null> {
  return (await ask(sql, OF_LINE, [run, line]))[0] ?? null
}

const APART = plainStatement({
  name: 'import-text-apart',
  text: `
    select ${TEXT.columns}, array(select line from unnest(k.apart) as u (line) order by line) as lines
    from import_text t join import_known k on k.run_id = t.run_id and k.page = t.first_line
    where t.run_id = $1 and t.first_line > $2 and k.apart <> '{}'
    order by t.first_line limit 1`,
  row: { ...TEXT.row, lines: 'int8[]' },
})

/** The next text with lines that were set apart, and those lines. */
export async function textApart(
  sql: Sql,
  run: number,
  after: number,
): Promise<(SealedLines & { lines: number[] }) | null> {
  return (await ask(sql, APART, [run, after]))[0] ?? null
}
