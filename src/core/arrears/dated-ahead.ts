import type { Day, Instant, Zone } from '../base/time.ts'
import { DAY_MS, isoOf, lastDayOf } from '../base/time.ts'
import type { Paid } from './arrears.ts'
import type { Moved } from './effective.ts'

/** A payment with when it was, and when the engine learnt of it. */
export interface Received extends Moved, Omit<Paid, 'kind'> {
  recordedAt: Instant
}

/** The local day on which a payment that was known before it happened begins to count; null = it counts at once. Midnight in UTC is a day without a time. */
export function countsFrom(
  payment: Pick<Received, 'happenedAt' | 'recordedAt'>,
  zones: readonly Zone[],
): Day | null {
  const { happenedAt, recordedAt } = payment
  if (happenedAt <= recordedAt) return null
  return happenedAt % DAY_MS === 0 ? isoOf(happenedAt).slice(0, 10) : lastDayOf(zones, happenedAt)
}

/** What counts today, and the next day on which more will. */
export function countedOn(
  payments: Iterable<Received>,
  zones: readonly Zone[],
  today: Day,
): { counted: Received[]; next: Day | null } {
  const counted: Received[] = []
  let next: Day | null = null
  for (const payment of payments) {
    const from = countsFrom(payment, zones)
    if (from === null || from <= today) counted.push(payment)
    else if (payment.reversedAt === null && (next === null || from < next)) next = from
  }
  return { counted, next }
}
