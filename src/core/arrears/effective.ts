import type { Minor } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import { isGivenUp, isPayment, type MoneyKind, takesBack } from '../model/money-kind.ts'

/** A row of money, as far as what was taken back of it is asked. */
export interface Moved {
  externalId: string
  kind: MoneyKind
  /** The payment that a reversal or a refund is of; null = of none by name. */
  of: string | null
  amount: Minor
  happenedAt: Instant
  /** Null = it stands. */
  reversedAt: number | null
}

/** What pays, less what was taken back of it: a part reversal and a refund that names its payment lower that one alone, any other refund the latest money that had come by then, then all else; nothing falls below zero. A pure function of the set. */
export function effective<P extends Moved>(rows: readonly P[]): readonly P[] {
  if (!rows.some(({ kind }) => takesBack(kind))) return rows
  const left = new Map(
    rows
      .filter(({ kind, reversedAt }) => !takesBack(kind) && reversedAt === null)
      .map((row) => [row, row.amount]),
  )
  const named = new Map(
    [...left.keys()].filter(({ kind }) => isPayment(kind)).map((row) => [row.externalId, row]),
  )
  const back = rows.filter(({ kind, reversedAt }) => takesBack(kind) && reversedAt === null)
  for (const { of, amount } of back) {
    const row = of === null ? undefined : named.get(of)
    if (row) left.set(row, Math.max(0, (left.get(row) ?? 0) - amount))
  }
  for (const one of back.filter(({ of }) => of === null).sort(byTime)) takeFromLatest(left, one)
  return [...left].map(([row, amount]) => (amount === row.amount ? row : { ...row, amount }))
}

function takeFromLatest<P extends Moved>(left: Map<P, Minor>, { amount, happenedAt }: P): void {
  const isLater = ({ happenedAt: at }: P): number => Number(at > happenedAt)
  const inTurn = [...left.keys()]
    .filter(({ kind }) => !isGivenUp(kind))
    .sort(
      (a, b) =>
        Number(isPayment(b.kind)) - Number(isPayment(a.kind)) || isLater(a) - isLater(b) || byTime(b, a),
    )
  let rest = amount
  for (const row of inTurn) {
    const taken = Math.min(rest, left.get(row) ?? 0)
    left.set(row, (left.get(row) ?? 0) - taken)
    rest -= taken
  }
}

function byTime(a: Moved, b: Moved): number {
  return (
    a.happenedAt - b.happenedAt || (a.externalId < b.externalId ? -1 : a.externalId > b.externalId ? 1 : 0)
  )
}
