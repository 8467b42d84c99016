import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { NAME_FIELDS } from '../../../core/fact/fact.ts'
import type { Column } from '../column.ts'
import { forced, refuse } from '../refusal.ts'
import type { Doubt } from '../refusal.ts'
import type { Line } from '../row-problem.ts'
import { checkHeader, trailerOf } from '../row-problem.ts'

export interface ReadOptions {
  file: string
  columns: readonly Column[]
  /** The reader reports its doubt once it has come to the end. */
  doubt: (doubt: Doubt) => void
  endsWithNewline: () => boolean
}

/** Lines of a CSV with a header; a line of the wrong width is reported and the rest goes on. */
export async function* readCsv(chunks: AsyncIterable<string>, options: ReadOptions): AsyncIterable<Line> {
  const { file, columns } = options
  const parser = Readable.from(chunks).pipe(
    parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true, raw: true, trim: true }),
  )
  let header: string[] | null = null
  let held: Cells | null = null
  try {
    for await (const { record, info, raw } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
      raw: string
    }>) {
      if (header === null) checkHeader((header = record.map((name) => name.toLowerCase())), columns, file)
      else {
        if (held) yield lineOf(held, header)
        held = { line: info.lines, cells: record, raw }
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    broken(error, options)
  }
  if (held && header) yield* lastLine(held, header, options)
}

interface Cells {
  line: number
  /** The cells without the blanks around them. */
  cells: string[]
  /** The line, and blank lines before it. */
  raw: string
}

/** A last line that is too short and has no end was cut. */
function* lastLine(
  held: Cells,
  header: readonly string[],
  { file, doubt, endsWithNewline }: ReadOptions,
): Iterable<Line> {
  const cut = held.cells.length < header.length && !endsWithNewline() && trailerOf(held.cells.join()) === null
  if (cut) doubt(forced('truncated_file', file, `the last line (${held.line}) is cut`))
  yield lineOf(held, header)
}

function lineOf({ line, cells, raw }: Cells, header: readonly string[]): Line {
  const trailer = trailerOf(cells.join())
  if (trailer !== null) return { line, trailer }
  const row: Record<string, string> = {}
  const blanks = trimmedIn(raw, cells)
  for (const [index, name] of header.entries()) {
    const cell = cells[index]
    if (cell) row[name] = blanks.has(index) && NAME_FIELDS.has(name) ? ` ${cell}` : cell
  }
  if (cells.length === header.length) return { line, row }
  const message = `${cells.length} cells under ${header.length} columns`
  return { line, problem: { code: 'wrong_width', message }, given: row }
}

const BLANK_LINES = /^(?:[^\S\r\n]*[\r\n])+/
const LINE_END = /[\r\n]+$/
/** The parser gives back half of a blank that takes several bytes. */
const BLANK_AT_END = /(?:^|,)[\s\uFFFD]|\s(?:,|$)/
/** A cell in quotes, or without. */
const CELL = /(?:\s*"(?:[^"]|"")*"\s*|([^,]*))(?:,|$)/gy
const NONE: ReadonlySet<number> = new Set()

/** The cells that the parser trimmed: a name among them is handed on with a blank, so that its sender is told. Blanks outside of quotes belong to no cell. */
function trimmedIn(raw: string, cells: readonly string[]): ReadonlySet<number> {
  const text = raw.replace(BLANK_LINES, '').replace(LINE_END, '')
  if (!BLANK_AT_END.test(text)) return NONE
  const written = [...text.matchAll(CELL)].map(([, plain]) => plain)
  return new Set(cells.flatMap((cell, index) => ((written[index] ?? cell) === cell ? [] : [index])))
}

/** There are no lines any more behind a quote that does not close. */
function broken(error: CsvError, { file, doubt }: ReadOptions): void {
  const line = typeof error['lines'] === 'number' ? error['lines'] : undefined
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return doubt(forced('truncated_file', file, `a quote is not closed at the end (line ${line})`))
  refuse({
    code: 'bad_csv',
    file,
    ...(line !== undefined && { line }),
    message: error.code.toLowerCase().replaceAll('_', ' '),
    suggestion: 'fields with quotes, commas or line ends are put in double quotes',
  })
}
