import { keepDigits, WHOLE } from '../../../core/base/money.ts'
import type { Sql } from './database.ts'
import { ask, plainStatement } from './statement.ts'

/** undefined_table */
const NO_TABLE = '42P01'

const KEPT = plainStatement({
  name: 'minor-units',
  once: true,
  text: 'select currency, digits from minor_unit',
  row: { currency: 'text', digits: 'int2' },
})

/** The process counts in the minor units in which the book stored its sums. A book that was not brought up to date yet has none of those that came with ISO 4217. */
export async function keepMinorUnits(db: Sql): Promise<void> {
  const rows = await ask(db, KEPT).catch((error: { code?: string }) => {
    if (error.code !== NO_TABLE) throw error
    return [...WHOLE].map((currency) => ({ currency, digits: 0 }))
  })
  keepDigits(new Map(rows.map(({ currency, digits }) => [currency, digits])))
}
