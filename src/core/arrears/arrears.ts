import type { Minor } from '../base/money.ts'
import type { Day } from '../base/time.ts'
import type { Apart, DebtPart } from '../model/debt-part.ts'
import { isForgiven, type MoneyKind } from '../model/money-kind.ts'

export interface Owed {
  externalId: string
  dueOn: Day
  amount: Minor
  cancelled: boolean
  /** Absent = the principal. */
  part?: DebtPart
  /** It is disputed or held by itself; absent = it is not. */
  rests?: boolean
  /** The last day of that; null = until something happens. */
  restsUntil?: Day | null
}

export interface Paid {
  /** Absent = money. */
  kind?: MoneyKind
  obligation: string | null
  amount: Minor
  /** Null = it stands. */
  reversedAt: number | null
}

/** What an account owes, as of a local day. */
export interface Arrears {
  /** The unpaid part of everything due before the day: a due date D is past due on D + 1. What rests is left out. */
  pastDue: Minor
  /** The unpaid part of everything billed. */
  balance: Minor
  /** The oldest unpaid due date, past or not yet; null = nothing is unpaid. One that rests, where nothing else is. */
  anchor: Day | null
  /** The oldest unpaid due date that is not past yet: when it falls due, time alone raises past due. */
  nextDue: Day | null
  /** Money that waits for the next obligation. */
  credit: Minor
  /** These parts are shown apart; null = nothing is. */
  apart: Apart | null
  /** The first day on which something rests no more by time alone. */
  nextBack: Day | null
}

/** A pure function of the two sets, in any order: a payment goes to the obligation that it names, its excess and all others to the oldest due first (ties by id), to what rests last; what is left is credit. What is forgiven fills what money leaves open, and is never credit. */
export function arrearsOn(obligations: readonly Owed[], payments: readonly Paid[], today: Day): Arrears {
  const owed = obligations.filter((each) => !each.cancelled && each.amount > 0).sort(byDue)
  const unpaid = new Map(owed.map((each) => [each.externalId, each.amount]))
  let money = payNamed(unpaid, payments)
  let forgiven = forgivenBy(payments)
  const arrears = noArrears()
  for (const one of restingLast(owed, today)) {
    const open = unpaid.get(one.externalId) ?? 0
    const paid = Math.min(open, money)
    money -= paid
    const spared = Math.min(open - paid, forgiven)
    forgiven -= spared
    if (open - paid - spared > 0) owe(arrears, one, { left: open - paid - spared, today })
  }
  arrears.credit = money
  return arrears
}

function noArrears(): Arrears {
  return { pastDue: 0, balance: 0, anchor: null, nextDue: null, credit: 0, apart: null, nextBack: null }
}

function owe(arrears: Arrears, one: Owed, { left, today }: { left: Minor; today: Day }): void {
  const { dueOn } = one
  arrears.balance += left
  arrears.anchor ??= dueOn
  const isDue = dueOn < today
  if (!isDue && (arrears.nextDue === null || dueOn < arrears.nextDue)) arrears.nextDue = dueOn
  if (rests(one, today)) {
    const { restsUntil = null } = one
    if (restsUntil !== null && (arrears.nextBack === null || restsUntil < arrears.nextBack))
      arrears.nextBack = restsUntil
    if (isDue) apartOf(arrears).disputed += left
  } else if (isDue) {
    arrears.pastDue += left
    showApart(arrears, one.part, left)
  }
}

function showApart(arrears: Arrears, part: DebtPart | undefined, left: Minor): void {
  if (part === 'interest') apartOf(arrears).interest += left
  else if (part === 'fee' || part === 'cost') apartOf(arrears).fees += left
}

function apartOf(arrears: Arrears): Apart {
  return (arrears.apart ??= { disputed: 0, interest: 0, fees: 0 })
}

function rests({ rests: held = false, restsUntil = null }: Owed, today: Day): boolean {
  return held && (restsUntil === null || today <= restsUntil)
}

function restingLast(owed: readonly Owed[], today: Day): readonly Owed[] {
  if (!owed.some(({ rests: held }) => held)) return owed
  return [...owed.filter((one) => !rests(one, today)), ...owed.filter((one) => rests(one, today))]
}

/** The answer is what is left over for the oldest. */
function payNamed(unpaid: Map<string, Minor>, payments: readonly Paid[]): Minor {
  let rest = 0
  for (const { kind = 'money', obligation, amount, reversedAt } of payments) {
    if (reversedAt !== null || isForgiven(kind)) continue
    const open = obligation === null ? 0 : (unpaid.get(obligation) ?? 0)
    const paid = Math.min(open, amount)
    if (obligation !== null && paid > 0) unpaid.set(obligation, open - paid)
    rest += amount - paid
  }
  return rest
}

function forgivenBy(payments: readonly Paid[]): Minor {
  let sum = 0
  for (const { kind = 'money', amount, reversedAt } of payments)
    if (reversedAt === null && isForgiven(kind)) sum += amount
  return sum
}

function byDue(a: Owed, b: Owed): number {
  if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1
  return a.externalId < b.externalId ? -1 : a.externalId > b.externalId ? 1 : 0
}
