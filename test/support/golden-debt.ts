import { addDays, type Day } from '../../src/core/base/time.ts'

export type Fact = Record<string, unknown>

/** The debt that a trouble happens to. */
export interface Debt {
  account: string
  debtor: string
  creditor: string
  phone: string
  amount: string
  due: Day
  load: string
  /** Days after it fell due, on which it may first be called. */
  callOn: number
}

export function fact({ account, due }: Debt, day: number, type: string, more: Fact = {}): Fact {
  return { type, at: instantOn(due, day), account, ...more }
}

export function billed({ account, load, due, amount }: Debt): Fact {
  return { type: 'obligation.billed', at: load, account, obligation: 'first', dueOn: due, amount }
}

export function pays(debt: Debt, day: number, amount: string, payment = 'P1'): Fact {
  return fact(debt, day, 'payment.received', { payment, amount })
}

export function dispute(debt: Debt, day: number): Fact {
  return fact(debt, day, 'dispute.opened', { dispute: 'X1' })
}

export function resolved(debt: Debt, day: number, outcome: string): Fact {
  return fact(debt, day, 'dispute.resolved', { dispute: 'X1', outcome })
}

export function hold(debt: Debt, day: number, reason: string, more: Fact = {}): Fact {
  return fact(debt, day, 'hold.placed', { hold: 'H1', reason, ...more })
}

export function promise(debt: Debt, day: number, by: number, name = 'PR1'): Fact {
  return fact(debt, day, 'promise.made', { promise: name, amount: half(debt), by: addDays(debt.due, by) })
}

export function said(debt: Debt, day: number, disposition: string, more: Fact): Fact {
  return fact(debt, day, 'contact.recorded', { channel: 'sms', point: debt.phone, disposition, ...more })
}

/** What came of the first call: told before any call of that day, it waits for the one that is made. */
export function outcome(debt: Debt, disposition: string, more: Fact = {}): Fact {
  const at = `${addDays(debt.due, debt.callOn)}T02:30:00Z`
  return { ...fact(debt, 0, 'contact.outcome', { step: 'call', attempt: 1, disposition, ...more }), at }
}

export function answers(debt: Debt, day: number, words: Fact): Fact {
  return fact(debt, day, 'task.resolved', { ...words, agent: 'ann' })
}

export function snapshot(debt: Debt, day: number, pastDue: string): Fact {
  return fact(debt, day, 'account.snapshot', { pastDue, oldestDueOn: debt.due })
}

export function completed({ creditor, due }: Debt, day: number): Fact {
  return { type: 'feed.completed', at: instantOn(due, day), creditor, asOf: addDays(due, day) }
}

export function half({ amount }: Debt): string {
  return (Number(amount) / 2).toFixed(2)
}

export function otherPhone({ phone }: Debt): string {
  return `${phone.slice(0, -3)}9${phone.slice(-2)}`
}

export function on({ due }: Debt, day: number): string {
  return instantOn(due, day)
}

/** In the morning in Europe: night in America, afternoon in China. */
function instantOn(due: Day, day: number): string {
  return `${addDays(due, day)}T08:30:00Z`
}
