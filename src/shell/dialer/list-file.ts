import { createHash } from 'node:crypto'
import { agreeableWords } from '../../channels/agreeable-words.ts'
import type { ClaimedTask } from '../../channels/claimed-task.ts'
import type { Agreeable } from '../../core/deliver/agreeable.ts'
import { isoOf } from '../../core/base/time.ts'
import { csvText } from '../pg/base/table.ts'
import type { DialList } from '../pg/dialer/list.ts'
import type { Filled } from '../pg/dialer/fill.ts'
import type { Delta } from '../pg/dialer/withdraw.ts'

/** The columns of a list, in order. What is learnt of the debtor beyond them stays here. */
const COLUMNS = [
  'entry',
  'rank',
  'to',
  'dialFrom',
  'dialBefore',
  'name',
  'account',
  'amount',
  'currency',
  'dpd',
  'say',
  'duties',
  'promises',
  'plans',
  'settlement',
] as const
type Column = (typeof COLUMNS)[number]

/** A call as the JSON has it: what may be agreed in it is written out, where the CSV has it in words. */
export type DialLine = Record<Exclude<Column, keyof Agreeable>, string | number | null> & Agreeable

/** A document for the dialer, as JSON and as CSV: the only place where a number stands. */
export interface Document {
  json: string
  csv: string
  /** The digest of the JSON, in hex. */
  sha256: string
}

export function lineOf({ entry, rank, handedAt, dialBefore }: Filled, task: ClaimedTask): DialLine {
  const { to, name, account, amount, currency, dpd, say, promises, plans, settlement } = task
  return {
    entry,
    rank,
    to,
    dialFrom: isoOf(handedAt),
    dialBefore: isoOf(dialBefore),
    name,
    account,
    amount,
    currency,
    dpd,
    say,
    duties: task.duties.map(({ text }) => text).join(' '),
    promises,
    plans,
    settlement,
  }
}

export function listDocument({ name, dialer }: DialList, lines: readonly DialLine[]): Document {
  const ends = lines.map(({ dialBefore }) => String(dialBefore)).toSorted()
  const head = { list: name, dialer, entries: lines.length, dialBefore: ends.at(-1) ?? null }
  const inWords = lines.map((line) => ({ ...line, ...agreeableWords(line) }))
  return documentOf({ ...head, calls: lines }, inWords, COLUMNS)
}

export function deltaDocument({ list, number, entries }: Delta, dialer: string): Document {
  const head = { list, dialer, withdrawal: number, entries: entries.length }
  return documentOf({ ...head, withdrawn: entries }, entries, ['entry', 'why'])
}

export function nameOfDelta({ list, number }: Pick<Delta, 'list' | 'number'>): string {
  return `${list}-withdrawn-${number}`
}

function documentOf(whole: unknown, rows: readonly object[], columns: readonly string[]): Document {
  const json = `${JSON.stringify(whole, null, 2)}\n`
  return {
    json,
    csv: csvText(rows, { columns }),
    sha256: digestOf(json),
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What `sha256sum -c` reads. */
export function sumsOf({ json, csv }: Document, name: string): string {
  return `${digestOf(csv)}  ${name}.csv\n${digestOf(json)}  ${name}.json\n`
}
