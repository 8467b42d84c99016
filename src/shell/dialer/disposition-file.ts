import type { Readable } from 'node:stream'
import type { Problem } from '../../core/base/problem.ts'
import type { DialerAnswer, DialerSaid } from '../../flow/dialer-word.ts'
import { AGREED_COLUMNS, agreedColumn, agreedIn } from '../feed/agreed.ts'
import type { Column } from '../feed/cell.ts'
import type { Dialect } from '../feed/read/dialect.ts'
import { toldLines } from '../feed/told-file.ts'
import { readSaid } from './said.ts'

/** What a dialer that posts nothing tells in a file: a line for each call. */
export const DISPOSITION_COLUMNS: Column[] = [
  { name: 'entry', required: true, about: 'as the list has it' },
  { name: 'result', required: true, about: 'not_dialled, no_answer, busy, rpc_promise, wrong_number, ...' },
  { name: 'dialledAt', about: 'an instant with its zone; else the last at which it can have been' },
  { name: 'amount', about: 'of a promise', decimal: true },
  { name: 'by', about: 'day of a promise' },
  { name: 'kind', about: 'type of a promise, as the strategy names it' },
  ...AGREED_COLUMNS,
  { name: 'note', about: 'sealed' },
]

export interface DispositionFile {
  input: Readable
  /** What problems call it. */
  file: string
  /** Absent = as `PLAIN_DIALECT` has it. */
  dialect?: Dialect | undefined
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

/** A second run changes nothing, and one bad line hurts one line. */
export async function takeDispositionFile(
  hear: (said: DialerSaid) => Promise<DialerAnswer>,
  { input, file, dialect, reject }: DispositionFile,
): Promise<DispositionsTaken> {
  const total: DispositionsTaken = { rows: 0, taken: 0, same: 0, rejected: 0, marked: 0 }
  for await (const { record, line } of toldLines({ input, file, dialect, columns: DISPOSITION_COLUMNS })) {
    const said = readSaid(saidIn(record))
    const answer = 'problems' in said ? said : await hear(said)
    total.rows++
    const problems = problemsOf(answer, line)
    if (problems.length > 0) await reject(problems)
    count(total, answer)
  }
  return total
}

function saidIn({
  amount = '',
  by = '',
  kind = '',
  ...record
}: Record<string, string>): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''))
  const isPromised = [amount, by, kind].some((cell) => cell !== '')
  const { agreed, rest } = agreedIn(given)
  return { ...rest, ...agreed, ...(isPromised && { promise: { amount, by, ...(kind !== '' && { kind }) } }) }
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

/** The columns of a promise stand beside the others here. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  'promise.amount': 'amount',
  'promise.by': 'by',
  'promise.kind': 'kind',
}

function problemsOf(answer: Heard, line: number): Problem[] {
  if ('problems' in answer) {
    return answer.problems.map(({ path, ...problem }) => ({
      ...problem,
      line,
      ...(path && { column: COLUMN_OF[path] ?? agreedColumn(path) ?? path }),
    }))
  }
  if (answer.outcome !== 'refused') return []
  const { code, message, suggestion } = answer
  return [{ code, line, message, suggestion }]
}
