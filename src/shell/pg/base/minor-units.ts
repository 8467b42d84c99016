import { keepDigits } from '../../../core/base/money.ts'
import type { Sql } from './database.ts'
import { ask, plainStatement } from './statement.ts'

const KEPT = plainStatement({
  name: 'minor-units',
  once: true,
  text: 'select currency, digits from minor_unit',
  row: { currency: 'text', digits: 'int2' },
})

/** The process counts in the minor units in which the book stored its sums. */
export async function keepMinorUnits(db: Sql): Promise<void> {
  const rows = await ask(db, KEPT)
  keepDigits(new Map(rows.map(({ currency, digits }) => [currency, digits])))
}
