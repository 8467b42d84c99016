import { arrearsOn, type Owed } from '../arrears/arrears.ts'
import { countedOn, type Received } from '../arrears/dated-ahead.ts'
import { formatAmount, parseAmount } from '../base/money.ts'
import { type Instant, lastDayOf, type Zone } from '../base/time.ts'
import * as money from './kind/money.ts'

/** The kinds of facts that say what an account owes. */
export const MONEY_TYPES = Object.values(money).map(({ schema }) => schema.shape.type.value)
export type MoneyType = (typeof MONEY_TYPES)[number]

/** A fact about what an account owes, in the order in which it was recorded. */
export interface MoneyFact {
  id: number
  type: MoneyType
  happenedAt: Instant
  recordedAt: Instant
  body: Record<string, unknown>
}

export interface OwedAfter {
  /** Unpaid of all that was billed by then, and of all that was due by then. */
  balanceAfter: string
  pastDueAfter: string
}

/** What the account owed once each payment, and each payment taken back, was known; by the id of its fact. Figures of snapshots are the ledger's own, and are not counted again. */
export function owedAfter(
  facts: readonly MoneyFact[],
  { currency, zones }: { currency: string; zones: readonly Zone[] },
): Map<number, OwedAfter> {
  const owed = new Map<string, Owed>()
  const paid = new Map<string, Received>()
  const after = new Map<number, OwedAfter>()
  for (const fact of facts) {
    const isPaid = LEARN[fact.type]({ owed, paid, currency }, fact)
    if (!isPaid || owed.size === 0) continue
    const today = lastDayOf(zones, fact.recordedAt)
    const { counted } = countedOn(paid.values(), zones, today)
    const { balance, pastDue } = arrearsOn([...owed.values()], counted, today)
    after.set(fact.id, {
      balanceAfter: formatAmount(balance, currency),
      pastDueAfter: formatAmount(pastDue, currency),
    })
  }
  return after
}

interface Known {
  owed: Map<string, Owed>
  paid: Map<string, Received>
  currency: string
}

/** What each kind of fact says of what is owed; the answer is whether it says something was paid. */
const LEARN = {
  // The date of a rescheduling stands, whichever is heard first.
  'obligation.billed': (known, fact) =>
    owe(known, fact, (was) => ({
      ...was,
      amount: amountOf(known, fact),
      dueOn: was.dueOn || wordOf(fact, 'dueOn'),
    })),
  'obligation.rescheduled': (known, fact) =>
    owe(known, fact, (was) => ({ ...was, dueOn: wordOf(fact, 'dueOn') })),
  'obligation.cancelled': (known, fact) => owe(known, fact, (was) => ({ ...was, cancelled: true })),
  'payment.received': (known, fact) =>
    pay(known, fact, (was) => ({
      ...was,
      obligation: wordOf(fact, 'obligation') || null,
      amount: amountOf(known, fact),
      happenedAt: fact.happenedAt,
      recordedAt: fact.recordedAt,
    })),
  'payment.reversed': (known, fact) => pay(known, fact, (was) => ({ ...was, reversedAt: fact.happenedAt })),
} satisfies Record<MoneyType, (known: Known, fact: MoneyFact) => boolean>

function owe({ owed }: Known, fact: MoneyFact, change: (was: Owed) => Owed): boolean {
  const name = wordOf(fact, 'obligation')
  owed.set(name, change(owed.get(name) ?? { externalId: name, dueOn: '', amount: 0, cancelled: false }))
  return false
}

function pay({ paid }: Known, fact: MoneyFact, change: (was: Received) => Received): boolean {
  const { happenedAt, recordedAt } = fact
  const name = wordOf(fact, 'payment')
  const unheard = { obligation: null, amount: 0, happenedAt, recordedAt, reversedAt: null }
  paid.set(name, change(paid.get(name) ?? unheard))
  return true
}

function amountOf({ currency }: Known, fact: MoneyFact): number {
  return parseAmount(wordOf(fact, 'amount'), currency) ?? 0
}

function wordOf({ body }: MoneyFact, field: string): string {
  const value = body[field]
  return typeof value === 'string' ? value : ''
}
