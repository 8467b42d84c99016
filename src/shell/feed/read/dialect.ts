import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import { NAME_FIELDS } from '../../../core/fact/fact.ts'
import type { Column } from '../cell.ts'
import { blanksIn } from './blanks.ts'
import { prepend } from './prepend.ts'

/** What may stand between cells. */
export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** How a table is written. */
export interface Dialect {
  /** Auto = what parts the first line into columns that are known. */
  delimiter: Delimiter | 'auto'
  /** What stands before the cents. */
  decimal: '.' | ','
}

export const PLAIN_DIALECT: Dialect = { delimiter: 'auto', decimal: '.' }
export const IN_COMMAS: Dialect = { delimiter: ',', decimal: '.' }

/** The same table with commas between its cells and points before its decimals; lines keep their numbers. A table that is written so goes on as it came. */
export async function* inCommas(
  chunks: AsyncIterable<string>,
  dialect: Dialect,
  columns: readonly Column[],
): AsyncIterable<string> {
  const source = chunks[Symbol.asyncIterator]()
  const start = await startOf(source)
  const all = prepend(start, source)
  const { decimal } = dialect
  const delimiter = dialect.delimiter === 'auto' ? delimiterOf(start, columns) : dialect.delimiter
  if (delimiter === ',' && decimal === '.') yield* all
  else yield* rewritten(all, { delimiter, decimal, columns })
}

/** No header is longer. */
const LONGEST_HEADER = 1 << 16

/** The text up to the end of the first line that says something, or as far as a header can go. */
async function startOf(source: AsyncIterator<string>): Promise<string> {
  let start = ''
  while (start.length < LONGEST_HEADER && !/[\r\n]/.test(start.trimStart())) {
    const next = await source.next()
    if (next.done) break
    start += next.value
  }
  return start
}

function delimiterOf(start: string, columns: readonly Column[]): Delimiter {
  const [header = ''] = start
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/[\r\n]/)
  const names = new Set(columns.map(({ name }) => name.toLowerCase()))
  const known = (delimiter: string): number =>
    header.split(delimiter).filter((cell) => names.has(plainName(cell))).length
  const counts = DELIMITERS.map((delimiter) => known(delimiter))
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function plainName(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase()
}

/** Lines that are written at once. */
const AT_ONCE = 1000

async function* rewritten(chunks: AsyncIterable<string>, how: Rewriting): AsyncIterable<string> {
  const { delimiter } = how
  const text = Readable.from(chunks)
  const parser = parse({ delimiter, bom: true, relax_column_count: true, trim: true, raw: true })
  text.once('error', (error) => parser.destroy(error))
  let places: Places | null = null
  let lines: string[][] = []
  try {
    for await (const { record, raw } of text.pipe(parser) as AsyncIterable<Parsed>) {
      if (places === null && record.some((cell) => cell !== '')) places = placesIn(record, how)
      const blanks = blanksIn(raw, record, delimiter)
      lines.push(record.map((cell, place) => plainCell(cell, place, { places, blanks })))
      if (lines.length < AT_ONCE) continue
      yield written(lines)
      lines = []
    }
  } catch (error) {
    // What stands before the fault was read.
    if (error instanceof CsvError) yield written(lines)
    throw error
  }
  yield written(lines)
}

interface Rewriting {
  delimiter: Delimiter
  decimal: Dialect['decimal']
  columns: readonly Column[]
}

interface Parsed {
  record: string[]
  raw: string
}

/** A blank at an end of a cell was written in quotes, and stays there. */
function written(lines: string[][]): string {
  return lines.length === 0 ? '' : stringify(lines, { quoted_match: /^\s|\s$/ })
}

/** The places of decimals that have a comma, and of names. */
interface Places {
  decimals: ReadonlySet<number>
  names: ReadonlySet<number>
}

function placesIn(header: readonly string[], { decimal, columns }: Rewriting): Places {
  const figures = columns.flatMap((column) => (column.decimal && decimal === ',' ? [column.name] : []))
  const placesOf = (is: (name: string) => boolean): ReadonlySet<number> =>
    new Set(header.flatMap((name, place) => (is(name.toLowerCase()) ? [place] : [])))
  return {
    decimals: placesOf((name) => figures.includes(name)),
    names: placesOf((name) => NAME_FIELDS.has(name)),
  }
}

/** A name keeps a blank of those that the parser took from it, so that its sender is told. */
function plainCell(
  cell: string,
  place: number,
  { places, blanks }: { places: Places | null; blanks: ReadonlySet<number> },
): string {
  if (places?.decimals.has(place) && FIGURE.test(cell))
    return cell.replace(/[.,]/g, (sign) => OTHER[sign] ?? sign)
  return cell !== '' && blanks.has(place) && places?.names.has(place) ? ` ${cell}` : cell
}

/** Points and commas change places: a point between thousands becomes a comma, which no decimal has. */
const FIGURE = /^[\d.,]+$/
const OTHER: Readonly<Record<string, string>> = { '.': ',', ',': '.' }
