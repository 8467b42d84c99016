import type { Readable } from 'node:stream'
import type { Problem } from '../../core/base/problem.ts'
import { type Instant, isDay, isoOf } from '../../core/base/time.ts'
import type { MessageChannel } from '../../core/channel/channel.ts'
import type { Batch } from '../batch/in-batches.ts'
import { callbackReader } from '../http/read-callback.ts'
import type { CallbackOutcome, SignedCallback } from '../http/take-callbacks.ts'
import type { Column } from './cell.ts'
import type { Dialect } from './read/dialect.ts'
import { toldLines } from './told-file.ts'

/** What a provider that posts nothing tells in a file: the same words as in callbacks, a line each. */
export const RECEIPT_COLUMNS: Column[] = [
  { name: 'reference', required: true, about: 'ours, as the manifest has it' },
  { name: 'status', required: true, about: 'sent, delivered, undelivered, returned_moved, ...' },
  { name: 'at', about: 'day or instant; else that of the file' },
  { name: 'id', about: 'their own, if they have one' },
  { name: 'code', about: 'why, in their words' },
]

export interface ReceiptFile {
  channel: MessageChannel
  input: Readable
  /** What problems call it. */
  file: string
  /** Absent = as `PLAIN_DIALECT` has it. */
  dialect?: Dialect | undefined
  asOf: Instant
  reject: (problems: readonly Problem[]) => Promise<void>
}

export interface ReceiptsTaken {
  rows: number
  taken: number
  same: number
  rejected: number
}

const PAGE = 500

/** Every line goes the way of a callback; a second run changes nothing, and one bad line hurts one line. */
export async function takeReceiptFile(
  take: Batch<SignedCallback, CallbackOutcome>,
  { channel, input, file, dialect, asOf, reject }: ReceiptFile,
): Promise<ReceiptsTaken> {
  const total: ReceiptsTaken = { rows: 0, taken: 0, same: 0, rejected: 0 }
  const read = callbackReader(channel)
  let page: { line: number; callback: SignedCallback }[] = []
  const flush = async (): Promise<void> => {
    const outcomes = page.length === 0 ? [] : await take(page.map(({ callback }) => callback))
    const problems = page.flatMap(({ line }, index) => problemsOf(outcomes[index], line))
    await reject(problems)
    total.rows += page.length
    total.taken += outcomes.filter(({ outcome }) => outcome === 'stored').length
    total.same += outcomes.filter((one) => one.outcome === 'seen' && one.why === undefined).length
    total.rejected += new Set(problems.map(({ line }) => line)).size
    page = []
  }
  for await (const { record, line } of toldLines({ input, file, dialect, columns: RECEIPT_COLUMNS })) {
    page.push({ line, callback: callbackOf(record, { channel, asOf, read }) })
    if (page.length === PAGE) await flush()
  }
  await flush()
  return total
}

function callbackOf(
  { reference = '', status = '', at = '', id = '', code = '' }: Record<string, string>,
  {
    channel,
    asOf,
    read,
  }: { channel: MessageChannel; asOf: Instant; read: ReturnType<typeof callbackReader> },
): SignedCallback {
  const when = at === '' ? isoOf(asOf) : isDay(at) ? `${at}T00:00:00Z` : at
  const name = `file/${reference}/${status}${at === '' ? '' : `/${when}`}`
  const given = { type: 'receipt', reference, id: id || reference, status, at: when, ...(code && { code }) }
  // A line without an instant of its own is the same when it is told again, whatever file it stands in.
  const webhook = { id: name, body: { reference, status, id, code, at } }
  return { id: name, channel, read: read(given), webhook, ...(at === '' && { undated: true as const }) }
}

function problemsOf(outcome: CallbackOutcome | undefined, line: number): Problem[] {
  if (!outcome) return []
  const told = (code: string, message: string, suggestion: string) => [{ code, line, message, suggestion }]
  switch (outcome.outcome) {
    case 'stored':
      return []
    case 'refused':
      return outcome.problems.map(({ path, ...problem }) => ({
        ...problem,
        line,
        ...(path && { column: path }),
      }))
    case 'seen':
    case 'parked':
      return outcome.why === undefined ? [] : [notTaken(outcome.why, line)]
    case 'conflicting':
      return told(
        'conflicting_fact',
        'it was told before, and otherwise',
        'an instant of its own in the column at',
      )
    case 'not_stored':
      return told(
        'not_stored',
        'what is stored of whoever it is about is broken',
        'it can be told again later',
      )
  }
}

/** A line that means nobody, or that the ledger refuses; it was told before, or not. */
function notTaken(why: string, line: number): Problem {
  if (why === 'unknown_reference') {
    const message = 'nothing was sent under this reference'
    return { code: why, line, message, suggestion: 'as the manifest of the batch has it' }
  }
  const message = 'it cannot be taken: whoever it is about is held until a human has looked'
  return { code: why, line, message, suggestion: 'look at its instant, and at the account' }
}
