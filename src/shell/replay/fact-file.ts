import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Problem } from '../../core/base/problem.ts'
import type { Instant } from '../../core/base/time.ts'
import type { FactInput } from '../../core/fact/fact.ts'
import { parseFact } from '../../core/fact/parse.ts'

/** A fact with the instant at which the engine learns it. */
export interface TimedFact {
  fact: FactInput
  recordedAt: Instant
  line: number
}

export interface FactFile {
  /** In the order of delivery: (recorded, line). */
  facts: TimedFact[]
  problems: Problem[]
}

export interface FactFileOptions {
  /** What the problems call it. */
  file: string
  /** Facts recorded at or after this instant are not read. */
  before: Instant
}

/** Reads NDJSON line by line; a bad line is reported and the rest goes on. */
export async function readFactFile(input: Readable, { file, before }: FactFileOptions): Promise<FactFile> {
  const facts: TimedFact[] = []
  const problems: Problem[] = []
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++
    if (text.trim() === '') continue
    const read = readLine(line === 1 ? text.replace(/^\uFEFF/, '') : text)
    if ('problems' in read) {
      problems.push(...read.problems.map((problem) => ({ ...problem, file, line })))
      continue
    }
    const recordedAt = Date.parse(read.fact.recorded ?? read.fact.at)
    if (recordedAt < before) facts.push({ fact: read.fact, recordedAt, line })
  }
  facts.sort((a, b) => a.recordedAt - b.recordedAt || a.line - b.line)
  return { facts, problems }
}

function readLine(text: string): { fact: FactInput } | { problems: Problem[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problems: [{ code: 'not_json', message: 'this line is not one JSON object' }] }
  }
  return parseFact(value)
}
