import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { NAME_FIELDS } from '../../../core/fact/fact.ts'
import type { Column } from '../cell.ts'
import { forced, refuse } from '../refusal.ts'
import type { Doubt } from '../refusal.ts'
import type { Line } from '../row-problem.ts'
import { checkHeader, trailerOf } from '../row-problem.ts'
import { blanksIn, textIn } from './blanks.ts'
import { plainLines, type Rest } from './plain-lines.ts'
import { prepend } from './prepend.ts'
import { bitOf, type ReadLine } from './read-line.ts'

export interface ReadOptions {
  file: string
  columns: readonly Column[]
  /** The reader reports its doubt once it has come to the end. */
  doubt: (doubt: Doubt) => void
  endsWithNewline: () => boolean
}

/** The number of lines that are told at once, at most, where a parser has to find them. */
const AT_ONCE = 1000

/** Lines of a CSV with a header; a line of the wrong width is reported and the rest goes on. */
export async function* readCsv(
  chunks: AsyncIterable<string>,
  options: ReadOptions,
): AsyncIterable<ReadLine[]> {
  const { file, columns } = options
  let header: Header | null = null
  let held: Cells | null = null
  try {
    for await (const records of recordsOf(chunks)) {
      const lines: ReadLine[] = []
      for (const cells of records) {
        if (header === null) {
          header = headerOf(cells)
          checkHeader(header.names, columns, file)
        } else {
          if (held) lines.push(new CsvReadLine(held, header))
          held = cells
        }
      }
      if (lines.length > 0) yield lines
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    broken(error, options)
    if (held && header) yield [new CsvReadLine(held, header)]
    return
  }
  if (held && header) yield [lastLine(held, header, options)]
}

export interface Cells {
  line: number
  /** The cells without the blanks around them; null = they are still to be parted, at the commas. */
  cells: string[] | null
  /** The line, and blank lines before it. */
  raw: string
}

interface Header {
  names: string[]
  /** The names as a header lists them. */
  head: string
  account: number
  /** By column, the bit that a value in it sets. */
  bits: number[]
}

function headerOf(record: Cells): Header {
  const names = cellsOf(record).map((name) => name.toLowerCase())
  return { names, head: names.join(','), account: names.indexOf('account'), bits: names.map(bitOf) }
}

/** The parser comes in with the first quote: before it, lines and cells are parted by what is between them. */
async function* recordsOf(chunks: AsyncIterable<string>): AsyncIterable<Cells[]> {
  const source = chunks[Symbol.asyncIterator]()
  const plain = plainLines(source)
  let next = await plain.next()
  for (; !next.done; next = await plain.next()) {
    const { lines, first } = next.value
    const records: Cells[] = []
    for (const [index, raw] of lines.entries())
      if (raw.trim() !== '') records.push({ line: first + index, cells: null, raw })
    yield records
  }
  if (next.value) yield* parsed(next.value, source)
}

async function* parsed(
  { text, before, lineEnd }: Rest,
  source: AsyncIterator<string>,
): AsyncIterable<Cells[]> {
  const options = {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    raw: true,
    trim: true,
  }
  const rest = Readable.from(prepend(text, source))
  const parser = rest.pipe(parse({ ...options, ...(lineEnd && { record_delimiter: lineEnd }) }))
  rest.once('error', (error) => parser.destroy(error))
  let records: Cells[] = []
  try {
    for await (const { record, info, raw } of parser as AsyncIterable<Parsed>) {
      records.push({ line: before + info.lines, cells: record, raw })
      if (records.length < AT_ONCE) continue
      yield records
      records = []
    }
  } catch (error) {
    if (error instanceof CsvError && typeof error['lines'] === 'number') error['lines'] += before
    // What stands before the fault was read.
    yield records
    throw error
  }
  yield records
}

interface Parsed {
  record: string[]
  info: { lines: number }
  raw: string
}

function cellsOf({ cells, raw }: Cells): string[] {
  return cells ?? raw.split(',').map(trimmed)
}

function trimmed(cell: string): string {
  return cell.trim()
}

/** A line of which only the mark is asked is parted into cells by nobody. */
class CsvReadLine implements ReadLine {
  readonly line: number
  readonly text: string
  readonly cells: string[] | null
  readonly #header: Header
  #kept: Seen | null = null

  constructor({ line, cells, raw }: Cells, header: Header) {
    this.line = line
    this.text = cells ? textIn(raw) : raw
    this.cells = cells
    this.#header = header
  }

  get head(): string {
    return this.#header.head
  }

  read(): Line {
    const { line, cells, text } = this
    return csvLine({ line, cells, raw: text }, this.#header.names)
  }

  get account(): string | null {
    return this.#seen().account
  }

  get says(): number {
    return this.#seen().says
  }

  /** The line is parted once for both. */
  #seen(): Seen {
    if (this.#kept) return this.#kept
    const { account, bits } = this.#header
    const cells = this.cells ?? this.text.split(',')
    let says = 0
    for (let place = 0; place < bits.length; place++) {
      const bit = bits[place] ?? 0
      if (bit > 0 && cells[place]?.trim()) says |= bit
    }
    return (this.#kept = { account: cells[account]?.trim() ?? null, says })
  }
}

type Seen = Pick<ReadLine, 'account' | 'says'>

/** A last line that is too short and has no end was cut. */
function lastLine(held: Cells, header: Header, { file, doubt, endsWithNewline }: ReadOptions): ReadLine {
  const cells = cellsOf(held)
  const cut = cells.length < header.names.length && !endsWithNewline() && trailerOf(cells.join()) === null
  if (cut) doubt(forced('truncated_file', file, `the last line (${held.line}) is cut`))
  return new CsvReadLine(held, header)
}

/** What the line says under the names of a header. */
export function csvLine(held: Cells, header: readonly string[]): Line {
  const { line, raw } = held
  const cells = cellsOf(held)
  const trailer = cells[0]?.startsWith('#') ? trailerOf(cells.join()) : null
  if (trailer !== null) return { line, trailer }
  if (cells[0]?.toLowerCase() === header[0] && cells.join().toLowerCase() === header.join())
    return { line, problem: HEADER_AGAIN }
  const row: Record<string, string> = {}
  // A name that was trimmed is handed on with a blank, so that its sender is told.
  const blanks = blanksIn(raw, cells)
  for (const [index, name] of header.entries()) {
    const cell = cells[index]
    if (cell) row[name] = blanks.has(index) && NAME_FIELDS.has(name) ? ` ${cell}` : cell
  }
  if (cells.length === header.length) return { line, row }
  const message = `${cells.length} cells under ${header.length} columns`
  return { line, problem: { code: 'wrong_width', message }, given: row }
}

const HEADER_AGAIN = {
  code: 'header_again',
  message: 'the line is the header once more',
  suggestion: 'take it away: the file was put together of several',
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
