import type { Minor } from '../base/money.ts'
import type { Day } from '../base/time.ts'

export interface Owed {
  externalId: string
  dueOn: Day
  amount: Minor
  cancelled: boolean
}

export interface Paid {
  obligation: string | null
  amount: Minor
  /** Null = it stands. */
  reversedAt: number | null
}

/** What an account owes, as of a local day. */
export interface Arrears {
  /** The unpaid part of everything due before the day: a due date D is past due on D + 1. */
  pastDue: Minor
  /** The unpaid part of everything billed. */
  balance: Minor
  /** The oldest unpaid due date, past or not yet; null = nothing is unpaid. */
  anchor: Day | null
  /** The oldest unpaid due date that is not past yet: when it falls due, time alone raises past due. */
  nextDue: Day | null
  /** Money that waits for the next obligation. */
  credit: Minor
}

/** A pure function of the two sets, in any order: a payment goes to the obligation that it names, its excess and all others to the oldest due first (ties by id), the rest is credit. */
export function arrearsOn(obligations: readonly Owed[], payments: readonly Paid[], today: Day): Arrears {
  const owed = obligations.filter((each) => !each.cancelled && each.amount > 0).sort(byDue)
  const unpaid = new Map(owed.map((each) => [each.externalId, each.amount]))
  let money = payNamed(unpaid, payments)
  const arrears: Arrears = { pastDue: 0, balance: 0, anchor: null, nextDue: null, credit: 0 }
  for (const { externalId, dueOn } of owed) {
    const open = unpaid.get(externalId) ?? 0
    const paid = Math.min(open, money)
    money -= paid
    const left = open - paid
    if (left === 0) continue
    arrears.balance += left
    arrears.anchor ??= dueOn
    if (dueOn < today) arrears.pastDue += left
    else arrears.nextDue ??= dueOn
  }
  arrears.credit = money
  return arrears
}

/** The answer is what is left over for the oldest. */
function payNamed(unpaid: Map<string, Minor>, payments: readonly Paid[]): Minor {
  let rest = 0
  for (const { obligation, amount, reversedAt } of payments) {
    if (reversedAt !== null) continue
    const open = obligation === null ? 0 : (unpaid.get(obligation) ?? 0)
    const paid = Math.min(open, amount)
    if (obligation !== null && paid > 0) unpaid.set(obligation, open - paid)
    rest += amount - paid
  }
  return rest
}

function byDue(a: Owed, b: Owed): number {
  if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1
  return a.externalId < b.externalId ? -1 : a.externalId > b.externalId ? 1 : 0
}
