import { setImmediate } from 'node:timers/promises'
import type { Problem } from '../../../core/base/problem.ts'
import { markFacts } from '../../../core/fact/line-mark.ts'
import type { PreparedFact } from '../../../core/fact/prepared.ts'
import type { MayBrake } from '../../access/brake-facts.ts'
import { COLUMNS } from '../column.ts'
import type { Fresh, KnownLines } from '../known-lines.ts'
import { readCsv } from './csv.ts'
import { readNdjson } from './ndjson.ts'
import { prepend } from './prepend.ts'
import type { ReadLine } from './read-line.ts'
import type { TextFile } from './text.ts'
import { refuse } from '../refusal.ts'
import type { Doubt } from '../refusal.ts'
import type { Line } from '../row-problem.ts'
import type { StagedLine } from '../stage.ts'
import type { Validate, Validated } from '../validate.ts'
import { refuseRow, validateRow } from '../validate.ts'

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
  doubts: Doubt[]
}

export type Format = 'csv' | 'ndjson' | 'auto'

export interface ReadLines {
  file: string
  format: Format
  how: Validate
  known: KnownLines
  reject: (problems: readonly Problem[]) => Promise<void>
  mayBrake?: MayBrake | undefined
  tick: () => void
}

/** Lines that are looked up together. */
const AT_ONCE = 4000

/** Good lines as facts; bad ones go to `reject`, and on as rows that hold whom they name. The next page is looked up while one is told. */
export async function* readLines(
  text: TextFile,
  count: ReadCount,
  reading: ReadLines,
): AsyncIterable<StagedLine> {
  const { known, tick } = reading
  let next: Promise<Fresh[]> | null = null
  for await (const page of pagesOf(linesOf(text, count, reading))) {
    const ready = next
    next = known.sift(page)
    // The next turn awaits it; a failure of this turn must not leave it unheard.
    next.catch(() => {})
    count.rows += page.length
    tick()
    if (ready) yield* toldOf(await ready, count, reading)
  }
  if (next) yield* toldOf(await next, count, reading)
  tick()
}

/** Lines that are told between two turns of the event loop: connections are not left unheard. */
const LINES_A_TURN = 20

async function* toldOf(
  fresh: readonly Fresh[],
  count: ReadCount,
  reading: ReadLines,
): AsyncIterable<StagedLine> {
  for (const [index, { line, ...told }] of fresh.entries()) {
    if (index % LINES_A_TURN === 0) await setImmediate()
    const read = line.read()
    if ('trailer' in read) {
      count.trailer = read.trailer
      count.rows--
    } else yield await lineOf(read, told, count, reading)
  }
}

async function lineOf(
  read: Exclude<Line, { trailer: number }>,
  { mark, described }: Omit<Fresh, 'line'>,
  count: ReadCount,
  { file, how, reject, mayBrake }: Pick<ReadLines, 'file' | 'how' | 'reject' | 'mayBrake'>,
): Promise<StagedLine> {
  const told = factsIn(read, { ...how, described })
  const refused = mayBrake && 'row' in read ? await brakeRefused(read, told, { how, mayBrake }) : null
  const { facts, problems, warnings } = refused ?? told
  if (mark !== null && problems.length + warnings.length === 0) markFacts(facts.filter(isFact), mark)
  warn(count, warnings)
  if (problems.length > 0) {
    await reject(problems.map((problem) => ({ file, ...problem })))
    count.rejected++
  }
  return { line: read.line, facts }
}

/** Only a file of any facts can speak of brakes. */
async function brakeRefused(
  { row, line }: { row: Record<string, unknown>; line: number },
  { facts }: Validated,
  { how, mayBrake }: { how: Validate; mayBrake: MayBrake },
): Promise<Validated | null> {
  if (how.kind !== 'facts') return null
  for (const each of facts) {
    const problem = isFact(each) ? await mayBrake(each.fact) : null
    if (problem) return refuseRow(row, [problem], line, how)
  }
  return null
}

function isFact(row: StagedLine['facts'][number]): row is PreparedFact {
  return !('refused' in row)
}

function factsIn(read: Exclude<Line, { trailer: number }>, how: Validate): Validated {
  return 'row' in read
    ? validateRow(read.row, read.line, how)
    : refuseRow(read.given ?? {}, [read.problem], read.line, how)
}

/** Lines that were read before, as they stood, are told after all. */
export async function* readAgain(
  kept: readonly { line: number; head: string; text: string }[],
  count: ReadCount,
  { format, ...reading }: Omit<ReadLines, 'known' | 'tick'> & { markOf: (line: ReadLine) => string },
): AsyncIterable<StagedLine> {
  for (const { line, head, text } of kept) {
    const chunks = head === '' ? [text] : [`${head}\n`, text]
    const again = linesOf(
      { chunks: each(chunks), seen: WHOLE },
      { ...count, doubts: [] },
      { format, ...reading },
    )
    for await (const lines of again)
      for (const one of lines) {
        const read = { ...one.read(), line }
        if (!('trailer' in read))
          yield await lineOf(read, { mark: reading.markOf(one), described: null }, count, reading)
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

async function* pagesOf(pieces: AsyncIterable<ReadLine[]>): AsyncIterable<ReadLine[]> {
  let page: ReadLine[] = []
  for await (const piece of pieces) {
    page.push(...piece)
    if (page.length < AT_ONCE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

async function* linesOf(
  text: TextFile,
  count: Pick<ReadCount, 'doubts'>,
  { file, format, how }: Pick<ReadLines, 'file' | 'format' | 'how'>,
): AsyncIterable<ReadLine[]> {
  const chunks = text.chunks[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) return
  const all = prepend(first.value, chunks)
  const doubt = (each: Doubt): void => void count.doubts.push(each)
  const options = { file, doubt, endsWithNewline: () => text.seen.endsWithNewline }
  const isJson = format === 'ndjson' || (format === 'auto' && /^\uFEFF?\s*\{/.test(first.value))
  if (isJson) yield* readNdjson(all, options)
  else if (how.kind === 'facts') refuseCsv(file)
  else yield* readCsv(all, { ...options, columns: COLUMNS[how.kind] })
}

function refuseCsv(file: string): never {
  return refuse({
    code: 'not_ndjson',
    file,
    message: 'facts come as NDJSON, one object per line',
    suggestion: 'CSV is for accounts, persons, obligations, payments, contacts and evidence',
  })
}
