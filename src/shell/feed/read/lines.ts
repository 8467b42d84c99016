import type { Problem } from '../../../core/base/problem.ts'
import { COLUMNS } from '../column.ts'
import { readCsv } from './csv.ts'
import { readNdjson } from './ndjson.ts'
import type { TextFile } from './text.ts'
import { refuse } from '../refusal.ts'
import type { Doubt } from '../refusal.ts'
import type { Line } from '../row-problem.ts'
import type { StagedLine } from '../stage.ts'
import type { Validate } from '../validate.ts'
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

export interface ReadLines {
  file: string
  format: 'csv' | 'ndjson' | 'auto'
  how: Validate
  reject: (problems: readonly Problem[]) => Promise<void>
  tick: () => void
}

const TICK_LINES = 2000

/** Good lines as facts; bad ones go to `reject`, and on as rows that hold whom they name. */
export async function* readLines(
  text: TextFile,
  count: ReadCount,
  { file, format, how, reject, tick }: ReadLines,
): AsyncIterable<StagedLine> {
  for await (const read of linesOf(text, count, { file, format, how })) {
    if ('trailer' in read) {
      count.trailer = read.trailer
      continue
    }
    if (++count.rows % TICK_LINES === 0) tick()
    const { line } = read
    const { facts, problems, warnings } =
      'row' in read
        ? validateRow(read.row, line, how)
        : refuseRow(read.given ?? {}, [read.problem], line, how)
    warn(count, warnings)
    await reject(problems.map((problem) => ({ file, ...problem })))
    if (problems.length > 0) count.rejected++
    yield { line, facts }
  }
  tick()
}

export function warn(count: ReadCount, warnings: readonly Problem[]): void {
  count.warningCount += warnings.length
  count.warnings.push(...warnings.slice(0, MOST_WARNINGS - count.warnings.length))
}

async function* linesOf(
  text: TextFile,
  count: ReadCount,
  { file, format, how }: Pick<ReadLines, 'file' | 'format' | 'how'>,
): AsyncIterable<Line> {
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

async function* prepend(first: string, rest: AsyncIterator<string>): AsyncIterable<string> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

function refuseCsv(file: string): never {
  return refuse({
    code: 'not_ndjson',
    file,
    message: 'facts come as NDJSON, one object per line',
    suggestion: 'CSV is for accounts, persons, obligations, payments, contacts and evidence',
  })
}
