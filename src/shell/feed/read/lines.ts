import type { Problem } from '../../../core/base/problem.ts'
import { COLUMNS } from '../column.ts'
import type { Fresh, KnownLines } from '../known-lines.ts'
import { readCsv } from './csv.ts'
import { readNdjson } from './ndjson.ts'
import { type Dialect, IN_COMMAS, inCommas, PLAIN_DIALECT } from './dialect.ts'
import { prepend } from './prepend.ts'
import type { ReadLine } from './read-line.ts'
import type { TextFile } from './text.ts'
import { refuse } from '../refusal.ts'
import type { Doubt } from '../refusal.ts'
import { LINES, type StagedLine } from '../stage.ts'
import { tellLine, type ToldPage } from '../tell.ts'
import type { Validate } from '../validate.ts'

/** The number of problems that a report lists; all are counted. */
const MOST_WARNINGS = 1000

/** The counts, which grow while the lines are read. */
export interface ReadCount {
  rows: number
  /** Lines. */
  rejected: number
  /** The first of them. */
  warnings: Problem[]
  warningCount: number
  /** How many lines the file says it has. */
  trailer: number | null
  /** The file is a table, and none of lines of JSON. */
  isTable: boolean
  doubts: Doubt[]
}

export function newCount(): ReadCount {
  return { rows: 0, rejected: 0, warnings: [], warningCount: 0, trailer: null, isTable: false, doubts: [] }
}

export type Format = 'csv' | 'ndjson' | 'auto'

export interface ReadLines {
  file: string
  format: Format
  /** Absent = as `PLAIN_DIALECT` has it. */
  dialect?: Dialect | undefined
  how: Validate
  known: KnownLines
  reject: (problems: readonly Problem[]) => Promise<void>
  tick: () => void
  tell: TellPages
}

/** Whoever tells pages of lines, and how many may be in hand. */
export interface TellPages {
  tell: (page: readonly Fresh[]) => Promise<ToldPage>
  hands: () => number
}

/** Lines that are looked up together, where there is anything to be looked up. */
const AT_ONCE = 4000

/** Good lines as pages that are staged; bad ones go to `reject`, and on as rows that hold whom they name. What became of lines is told in the order of the file. */
export async function* readPages(
  text: TextFile,
  count: ReadCount,
  reading: ReadLines,
): AsyncIterable<Uint8Array> {
  const { tell, hands } = reading.tell
  const inHand: Promise<ToldPage>[] = []
  for await (const page of freshPages(text, count, reading)) {
    const told = tell(page)
    // Whoever takes it from the hand awaits it; a failure elsewhere must not leave it unheard.
    told.catch(() => {})
    inHand.push(told)
    while (inHand.length >= hands()) yield* taken(inHand, count, reading)
  }
  while (inHand.length > 0) yield* taken(inHand, count, reading)
  reading.tick()
}

async function* taken(
  inHand: Promise<ToldPage>[],
  count: ReadCount,
  { reject }: ReadLines,
): AsyncIterable<Uint8Array> {
  const page = await inHand.shift()
  if (!page) return
  count.rows -= page.trailers
  if (page.trailers > 0) count.trailer = page.trailer
  count.rejected += page.rejected
  warn(count, page.warnings)
  if (page.problems.length > 0) await reject(page.problems)
  yield* page.pages
}

/** Pages of lines that are told; the next lines are looked up meanwhile. */
async function* freshPages(text: TextFile, count: ReadCount, reading: ReadLines): AsyncIterable<Fresh[]> {
  const { known, tick } = reading
  let fresh: Fresh[] = []
  let next: Promise<Fresh[]> | null = null
  for await (const page of pagesOf(linesOf(text, count, reading), () =>
    known.isBookEmpty ? LINES : AT_ONCE,
  )) {
    const ready = next
    next = known.sift(page)
    // The next turn awaits it; a failure of this turn must not leave it unheard.
    next.catch(() => {})
    count.rows += page.length
    tick()
    if (ready) fresh.push(...(await ready))
    for (; fresh.length >= LINES; fresh = fresh.slice(LINES)) yield fresh.slice(0, LINES)
  }
  if (next) fresh.push(...(await next))
  for (let from = 0; from < fresh.length; from += LINES) yield fresh.slice(from, from + LINES)
}

/** Lines that were read before, as they stood, are told after all. */
export async function* readAgain(
  kept: readonly { line: number; head: string; text: string }[],
  count: ReadCount,
  reading: Pick<ReadLines, 'file' | 'format' | 'how' | 'reject'> & { markOf: (line: ReadLine) => string },
): AsyncIterable<StagedLine> {
  const { file, how, reject, markOf } = reading
  for (const { line, head, text } of kept) {
    const chunks = head === '' ? [text] : [`${head}\n`, text]
    const again = linesOf(
      { chunks: each(chunks), seen: WHOLE },
      { ...count, doubts: [] },
      { ...reading, dialect: head === '' ? PLAIN_DIALECT : IN_COMMAS },
    )
    for await (const lines of again)
      for (const one of lines) {
        const read = { ...one.read(), line }
        if ('trailer' in read) continue
        const { facts, problems, warnings } = tellLine(
          read,
          { mark: markOf(one), described: null, isTable: head !== '' },
          how,
        )
        warn(count, warnings)
        if (problems.length > 0) {
          await reject(problems.map((problem) => ({ file, ...problem })))
          count.rejected++
        }
        yield { line, facts }
      }
  }
}

const WHOLE = { bytes: 0, sha256: '', endsWithNewline: true }

async function* each<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values
}

export function warn(count: ReadCount, warnings: readonly Problem[]): void {
  count.warningCount += warnings.length
  count.warnings.push(...warnings.slice(0, MOST_WARNINGS - count.warnings.length))
}

async function* pagesOf(pieces: AsyncIterable<ReadLine[]>, atOnce: () => number): AsyncIterable<ReadLine[]> {
  let page: ReadLine[] = []
  for await (const piece of pieces) {
    page.push(...piece)
    if (page.length < atOnce()) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

async function* linesOf(
  text: TextFile,
  count: Pick<ReadCount, 'doubts' | 'isTable'>,
  { file, format, dialect = PLAIN_DIALECT, how }: Pick<ReadLines, 'file' | 'format' | 'dialect' | 'how'>,
): AsyncIterable<ReadLine[]> {
  const chunks = text.chunks[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) return
  const all = prepend(first.value, chunks)
  const doubt = (each: Doubt): void => void count.doubts.push(each)
  const options = { file, doubt, endsWithNewline: () => text.seen.endsWithNewline }
  if (format !== 'csv' && /^\uFEFF?\s*\[/.test(first.value)) refuseArray(file)
  const isJson = format === 'ndjson' || (format === 'auto' && /^\uFEFF?\s*\{/.test(first.value))
  count.isTable = !isJson
  if (isJson && (dialect.delimiter !== 'auto' || dialect.decimal !== '.')) refuseDialect(file)
  if (isJson) yield* readNdjson(all, options)
  else if (how.kind === 'facts') refuseCsv(file)
  else {
    const columns = COLUMNS[how.kind]
    yield* readCsv(inCommas(all, dialect, columns), { ...options, columns })
  }
}

function refuseDialect(file: string): never {
  return refuse({
    code: 'not_csv',
    file,
    message: 'NDJSON has neither a delimiter nor a decimal sign of its own',
    suggestion: 'leave --delimiter and --decimal out',
  })
}

function refuseArray(file: string): never {
  return refuse({
    code: 'not_ndjson',
    file,
    message: 'the file is one JSON array',
    suggestion: "one object per line: jq -c '.[]' FILE",
  })
}

function refuseCsv(file: string): never {
  return refuse({
    code: 'not_ndjson',
    file,
    message: 'facts come as NDJSON, one object per line',
    suggestion: 'CSV is for accounts, persons, obligations, payments, contacts and evidence',
  })
}
