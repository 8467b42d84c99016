import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import type { Problem } from '../../core/base/problem.ts'
import type { DialerAnswer, DialerSaid } from '../../flow/dialer-word.ts'
import type { Column } from '../feed/column.ts'
import { wholeFile } from '../feed/receipt-file.ts'
import { checkHeader } from '../feed/row-problem.ts'
import { readSaid } from './said.ts'

/** What a dialer that posts nothing tells in a file: a line for each call. */
export const DISPOSITION_COLUMNS: Column[] = [
  { name: 'entry', required: true, about: 'as the list has it' },
  { name: 'result', required: true, about: 'not_dialled, no_answer, busy, rpc_promise, wrong_number, ...' },
  { name: 'dialledAt', about: 'an instant with its zone; else the last at which it can have been' },
  { name: 'amount', about: 'of a promise' },
  { name: 'by', about: 'day of a promise' },
  { name: 'note', about: 'sealed' },
]

export interface DispositionFile {
  input: Readable
  /** What problems call it. */
  file: string
  reject: (problems: readonly Problem[]) => Promise<void>
}

export interface DispositionsTaken {
  rows: number
  taken: number
  same: number
  rejected: number
  /** Calls that were dialled when they were not to be, or told of too late. */
  marked: number
}

interface Told {
  record: Record<string, string>
  info: { lines: number }
}

/** A second run changes nothing, and one bad line hurts one line. */
export async function takeDispositionFile(
  hear: (said: DialerSaid) => Promise<DialerAnswer>,
  { input, file, reject }: DispositionFile,
): Promise<DispositionsTaken> {
  const total: DispositionsTaken = { rows: 0, taken: 0, same: 0, rejected: 0, marked: 0 }
  const columns = (header: string[]): string[] => {
    const names = header.map((name) => name.trim())
    checkHeader(names, DISPOSITION_COLUMNS, file)
    return names
  }
  const records = input.pipe(
    parse({ columns, bom: true, info: true, skip_empty_lines: true, trim: true, relax_column_count: true }),
  )
  input.once('error', (error) => records.destroy(error))
  try {
    for await (const { record, info } of records as AsyncIterable<Told>) {
      const said = readSaid(saidIn(record))
      const answer = 'problems' in said ? said : await hear(said)
      total.rows++
      const problems = problemsOf(answer, info.lines)
      if (problems.length > 0) await reject(problems)
      count(total, answer)
    }
  } catch (error) {
    throw wholeFile(error, file)
  }
  return total
}

function saidIn({ amount = '', by = '', ...record }: Record<string, string>): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''))
  return { ...given, ...((amount !== '' || by !== '') && { promise: { amount, by } }) }
}

type Heard = DialerAnswer | { problems: Problem[] }

function count(total: DispositionsTaken, answer: Heard): void {
  if ('problems' in answer || answer.outcome === 'refused') total.rejected++
  else if (answer.outcome === 'seen') total.same++
  else {
    total.taken++
    if (answer.marks.length > 0) total.marked++
  }
}

/** The columns of a promise are two here. */
const COLUMN_OF: Readonly<Record<string, string>> = { 'promise.amount': 'amount', 'promise.by': 'by' }

function problemsOf(answer: Heard, line: number): Problem[] {
  if ('problems' in answer) {
    return answer.problems.map(({ path, ...problem }) => ({
      ...problem,
      line,
      ...(path && { column: COLUMN_OF[path] ?? path }),
    }))
  }
  if (answer.outcome !== 'refused') return []
  const { code, message, suggestion } = answer
  return [{ code, line, message, suggestion }]
}
