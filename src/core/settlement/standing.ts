import type { Minor } from '../base/money.ts'
import type { Day, Instant, Zone } from '../base/time.ts'
import { effective } from '../arrears/effective.ts'
import { isPayment } from '../model/money-kind.ts'
import type { Settled } from '../model/promise.ts'
import { dayReceived } from '../model/receipt.ts'

/** The money of an account as its rows stood at the end of a local day: what was taken back later stood. */
export function standingOn(rows: readonly Settled[], zones: readonly Zone[], day: Day): Settled[] {
  const hadCome = rows.filter((row) => dayReceived({ at: row.happenedAt }, zones) <= day)
  return [
    ...effective(
      hadCome.map((row) => {
        const { reversedAt } = row
        const isBack = reversedAt !== null && dayReceived({ at: reversedAt }, zones) <= day
        return { ...row, reversedAt: isBack ? reversedAt : null }
      }),
    ),
  ]
}

/** The days on which something of the money changed. */
export function daysOf(rows: readonly Settled[], zones: readonly Zone[]): Day[] {
  return rows.flatMap(({ happenedAt, reversedAt }) =>
    [happenedAt, ...(reversedAt === null ? [] : [reversedAt])].map((at) => dayReceived({ at }, zones)),
  )
}

/** Money counts for a settlement that came after it was accepted, or on the same local day and is known since. */
export interface Counted {
  acceptedAt: Instant
  acceptedOn: Day
  /** Money that was known later is for what took its place. */
  until: Instant
}

export function paidFor(
  standing: readonly Settled[],
  zones: readonly Zone[],
  { acceptedAt, acceptedOn, until }: Counted,
): Minor {
  let sum = 0
  for (const { kind, reversedAt, happenedAt, recordedAt, amount } of standing) {
    if (!isPayment(kind) || reversedAt !== null) continue
    if (recordedAt <= acceptedAt || recordedAt > until) continue
    if (dayReceived({ at: happenedAt }, zones) >= acceptedOn) sum += amount
  }
  return sum
}
