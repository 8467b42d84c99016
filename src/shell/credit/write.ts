import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { isoOf } from '../../core/base/time.ts'
import type { Sql } from '../pg/base/database.ts'
import { csvText } from '../pg/base/table.ts'
import { type CreditRow, recordsOf } from '../pg/credit/said.ts'

export const CREDIT_FORMATS = ['ndjson', 'csv'] as const
export type CreditFormat = (typeof CREDIT_FORMATS)[number]

export interface WriteAsked {
  run: number
  format: CreditFormat
  /** What was withheld, and not what was told. */
  withheld: boolean
  out: Writable
}

const PAGE = 1000

/** The records of a run, a line each, as often as they are asked for. */
export async function writeRecords(sql: Sql, { run, format, withheld, out }: WriteAsked): Promise<void> {
  let head = true
  for (let after = 0; ; ) {
    const rows = await recordsOf(sql, run, after, PAGE)
    const last = rows.at(-1)
    if (!last) return
    const lines = rows.filter(({ line }) => (line === 'withheld') === withheld).map(lineOf)
    const text =
      format === 'csv' ? csvOf(lines, head) : lines.map((one) => `${JSON.stringify(one)}\n`).join('')
    head &&= lines.length === 0
    if (text !== '' && !out.write(text)) await once(out, 'drain')
    after = last.id
  }
}

function lineOf({ line, record, asOf, withheld }: CreditRow): Record<string, unknown> {
  return { line, ...record, asOf: isoOf(asOf), ...(withheld && withheldOf(withheld)) }
}

function withheldOf({ from, reasons }: NonNullable<CreditRow['withheld']>): Record<string, unknown> {
  return { mayBeToldFrom: from, rules: reasons.map(({ rule }) => rule), why: reasons.map(({ text }) => text) }
}

function csvOf(lines: readonly Record<string, unknown>[], header: boolean): string {
  const flat = lines.map((line) =>
    Object.fromEntries(
      Object.entries(line).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join('; ') : cellOf(value),
      ]),
    ),
  )
  const [first] = flat
  return first ? csvText(flat, { columns: Object.keys(first), header }) : ''
}

function cellOf(value: unknown): unknown {
  return typeof value === 'boolean' ? String(value) : value
}
