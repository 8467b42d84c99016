import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Problem } from '../../core/base/problem.ts'
import type { Instant } from '../../core/base/time.ts'
import type { FactInput } from '../../core/fact/fact.ts'
import { readInstant } from '../../core/base/time.ts'
import { parseFact } from '../../core/fact/parse.ts'
import type { GoodFact } from '../../core/fact/parse.ts'
import { readRow } from '../../core/fact/read-row.ts'

/** A fact with the instant at which the engine learns it. */
export interface TimedFact {
  fact: FactInput
  recordedAt: Instant
  line: number
  was?: Record<string, string>
}

/** A row that no fact could be made of: at its instant it holds whom it names. */
export interface TimedRefusal {
  refused: unknown
  problems: readonly Problem[]
  recordedAt: Instant
  line: number
}

export type TimedRow = TimedFact | TimedRefusal

export interface FactFile {
  /** The order is that of delivery: (recorded, line). */
  facts: TimedFact[]
  /** Facts, and rows that were refused, in that order. */
  rows: TimedRow[]
  problems: Problem[]
  /** The problems of facts that are read all the same. */
  warnings: Problem[]
}

export interface FactFileOptions {
  /** What the problems call it. */
  file: string
  /** Facts recorded at or after this instant are not read. */
  before: Instant
}

/** NDJSON is read line by line; a bad line is reported and the rest goes on. */
export async function readFactFile(input: Readable, { file, before }: FactFileOptions): Promise<FactFile> {
  const rows: TimedRow[] = []
  const problems: Problem[] = []
  const warnings: Problem[] = []
  let [line, last] = [0, Number.NEGATIVE_INFINITY]
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++
    if (text.trim() === '') continue
    const read = readLine(line === 1 ? text.replace(/^\uFEFF/, '') : text)
    const place = (problem: Problem): Problem => ({ ...problem, file, line })
    if ('problems' in read) {
      problems.push(...read.problems.map(place))
      last = instantIn(read.given) ?? last
      rows.push({ refused: read.given, problems: read.problems, recordedAt: last, line })
      continue
    }
    last = Date.parse(read.fact.recorded ?? read.fact.at)
    if (last >= before) continue
    warnings.push(...read.warnings.map(place))
    rows.push({ fact: read.fact, recordedAt: last, line, ...(read.was && { was: read.was }) })
  }
  const told = inOrder(rows, before)
  return { facts: told.filter((row): row is TimedFact => 'fact' in row), rows: told, problems, warnings }
}

/** A row that says no instant comes when its neighbours do. */
function inOrder(rows: readonly TimedRow[], before: Instant): TimedRow[] {
  const first = rows.find(({ recordedAt }) => recordedAt !== Number.NEGATIVE_INFINITY)?.recordedAt
  if (first === undefined) return []
  return rows
    .map((row) => (row.recordedAt === Number.NEGATIVE_INFINITY ? { ...row, recordedAt: first } : row))
    .filter(({ recordedAt }) => recordedAt < before)
    .sort((a, b) => a.recordedAt - b.recordedAt || a.line - b.line)
}

function instantIn(given: unknown): Instant | null {
  if (given === null || typeof given !== 'object') return null
  const { recorded, at } = given as Record<string, unknown>
  const told = typeof recorded === 'string' ? recorded : at
  return typeof told === 'string' ? readInstant(told) : null
}

function readLine(text: string): GoodFact | { problems: Problem[]; given: unknown } {
  const read = readRow(text)
  if ('problem' in read) return { problems: [read.problem], given: read.given ?? null }
  const parsed = parseFact(read.row)
  return 'problems' in parsed ? { ...parsed, given: read.row } : parsed
}
