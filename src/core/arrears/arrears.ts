import type { Minor } from '../base/money.ts'
import type { Day, Instant, Zone } from '../base/time.ts'
import type { Apart, DebtPart } from '../model/debt-part.ts'
import { isForgiven, type MoneyKind } from '../model/money-kind.ts'
import { type PayOrder, rankIn } from '../model/debt-policy.ts'
import { dayReceived } from '../model/receipt.ts'

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
  const owed = live(obligations)
  const unpaid = unpaidOf(owed)
  return tally(owed, { unpaid, today, money: payNamed(unpaid, payments), forgiven: forgivenBy(payments) })
}

/** The same where the parts of a debt are paid in an order: it moves what is paid among what is due, and no sum of it. */
export function arrearsInOrder(
  obligations: readonly Owed[],
  payments: readonly (Paid & { happenedAt: Instant })[],
  { today, order, zones }: { today: Day; order: PayOrder; zones: readonly Zone[] },
): Arrears {
  const owed = live(obligations)
  if (owed.every(({ part = 'principal' }) => part === 'principal'))
    return arrearsOn(obligations, payments, today)
  const unpaid = unpaidOf(owed)
  // The first of several that name one obligation pays it.
  const loose = [...payments]
    .sort((a, b) => a.happenedAt - b.happenedAt)
    .map((one) => ({
      on: dayReceived({ at: one.happenedAt }, zones),
      amount: payNamed(unpaid, [one]),
    }))
  const first = owed.filter((one) => !rests(one, today))
  const money = payInOrder(first, unpaid, { loose, order })
  return tally(owed, { unpaid, today, money, forgiven: forgivenBy(payments) })
}

/** The same in the order that is stated; null = none is. */
export function owedUnder(
  order: PayOrder | null,
  obligations: readonly Owed[],
  payments: readonly (Paid & { happenedAt: Instant })[],
  { today, zones }: { today: Day; zones: readonly Zone[] },
): Arrears {
  if (order === null) return arrearsOn(obligations, payments, today)
  return arrearsInOrder(obligations, payments, { today, order, zones })
}

/** Money that names nothing, or more than what it names: it pays from its day on. */
interface Loose {
  on: Day
  amount: Minor
}

/** Loose money pays what is due on its day, in that order of parts and the oldest of a part first; what is left of it waits and pays what falls due next. So a fee that was charged after a payment takes nothing back from what that has paid. The rows come by due date; the answer is what nothing of them could take. */
function payInOrder(
  owed: readonly Owed[],
  unpaid: Map<string, Minor>,
  { loose, order }: { loose: readonly Loose[]; order: PayOrder },
): Minor {
  const ranked = owed
    .map((one, place) => ({ ...one, place }))
    .sort((a, b) => rankIn(order, a.part) - rankIn(order, b.part) || a.place - b.place)
  const days = [...new Set([...loose.map(({ on }) => on), ...owed.map(({ dueOn }) => dueOn)])].sort()
  let pool = 0
  for (const day of days) {
    for (const { on, amount } of loose) if (on === day) pool += amount
    for (const { dueOn, externalId } of ranked) {
      if (pool === 0) break
      if (dueOn > day) continue
      const open = unpaid.get(externalId) ?? 0
      const paid = Math.min(open, pool)
      if (paid > 0) unpaid.set(externalId, open - paid)
      pool -= paid
    }
  }
  return pool
}

function live(obligations: readonly Owed[]): Owed[] {
  return obligations.filter((each) => !each.cancelled && each.amount > 0).sort(byDue)
}

function unpaidOf(owed: readonly Owed[]): Map<string, Minor> {
  return new Map(owed.map((each) => [each.externalId, each.amount]))
}

interface Paying {
  unpaid: ReadonlyMap<string, Minor>
  today: Day
  money: Minor
  forgiven: Minor
}

/** What is left unpaid once the money has paid the oldest first. */
function tally(owed: readonly Owed[], { unpaid, today, money, forgiven }: Paying): Arrears {
  const arrears = noArrears()
  arrears.credit = money
  for (const one of restingLast(owed, today)) {
    const open = unpaid.get(one.externalId) ?? 0
    const paid = Math.min(open, arrears.credit)
    arrears.credit -= paid
    const spared = Math.min(open - paid, forgiven)
    forgiven -= spared
    if (open - paid - spared > 0) owe(arrears, one, { left: open - paid - spared, today })
  }
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
