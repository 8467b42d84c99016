import type { Instant } from '../base/time.ts'
import { byReceipt, type Receipt } from '../model/receipt.ts'
import { isPayment } from '../model/money-kind.ts'
import { effective, type Moved } from './effective.ts'

/** A row of money as it is loaded to decide: those that were taken back whole are not. */
interface Stored extends Omit<Moved, 'reversedAt'> {
  recordedAt: Instant
  reversedAt?: Instant | null
}

/** Money of the debtor's that was received, less what was taken back of it: it alone keeps promises. */
export function receiptsOf(rows: readonly Stored[]): Receipt[] {
  return effective(rows.map((row) => ({ ...row, reversedAt: row.reversedAt ?? null })))
    .filter(({ kind, amount, reversedAt }) => isPayment(kind) && reversedAt === null && amount > 0)
    .map(({ happenedAt, recordedAt, amount }) => ({ at: happenedAt, recordedAt, amount }))
    .sort(byReceipt)
}
