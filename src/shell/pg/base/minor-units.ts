import { keepDigits } from '../../../core/base/money.ts'
import type { Sql } from './database.ts'

/** The process counts in the minor units in which the book stored its sums. */
export async function keepMinorUnits(db: Sql): Promise<void> {
  const rows = await db.query<{ currency: string; digits: number }>('select currency, digits from minor_unit')
  keepDigits(new Map(rows.map(({ currency, digits }) => [currency, digits])))
}
