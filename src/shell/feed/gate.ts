import { minorDigits } from '../../core/base/money.ts'
import type { Day } from '../../core/base/time.ts'
import type { Sql } from '../pg/base/database.ts'
import { bookSize, wouldChange } from '../pg/feed/would.ts'
import { forced } from './refusal.ts'
import type { Doubt } from './refusal.ts'

export interface Gate {
  file: string
  run: number
  today: Day
  /** The share of the book that one file may cure, or open. */
  maxShare: number
}

/** A file may do anything in a book of fewer accounts. */
const SMALL_BOOK = 100

/** An error in a ledger's export looks like everybody paying, or nobody. */
export async function massChange(sql: Sql, { file, run, today, maxShare }: Gate): Promise<Doubt | null> {
  const book = await bookSize(sql)
  if (book <= SMALL_BOOK) return null
  const currencies = Intl.supportedValuesOf('currency')
  const would = await wouldChange(sql, run, { today, currencies, digits: currencies.map(minorDigits) })
  const [what, count] = would.cures >= would.opens ? ['cure', would.cures] : ['open', would.opens]
  if (count / book <= maxShare) return null
  const share = ((100 * count) / book).toFixed(1)
  return forced(
    'mass_change',
    file,
    `the file would ${what} ${count} of ${book} accounts (${share} %, allowed are ${100 * maxShare} %)`,
  )
}
