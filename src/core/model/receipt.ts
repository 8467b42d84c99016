import type { Minor } from '../base/money.ts'
import { DAY_MS, type Day, type Instant, lastDayOf, type Zone } from '../base/time.ts'

/** Money that was received and not taken back. */
export interface Receipt {
  at: Instant
  /** The instant at which the engine learnt of it. */
  recordedAt: Instant
  amount: Minor
}

/** The order is that of the receipt, then that in which the engine learnt of it. */
export function byReceipt(a: Receipt, b: Receipt): number {
  return a.at - b.at || a.recordedAt - b.recordedAt || a.amount - b.amount
}

/** The business day of money: its local day; a ledger that knows days only writes midnight, there or in UTC. */
export function dayReceived({ at }: Pick<Receipt, 'at'>, zones: readonly Zone[]): Day {
  return at % DAY_MS === 0 ? new Date(at).toISOString().slice(0, 10) : lastDayOf(zones, at)
}
