/** Facts of invented people for the ledger's tests. */
type Given = Record<string, unknown>

export const AT = '2026-01-05T09:00:00Z'

export function opened(account: string, more: Given = {}): Given {
  return {
    type: 'account.opened',
    at: AT,
    account,
    debtor: 'D1',
    creditor: 'acme',
    currency: 'USD',
    region: 'US-NY',
    zone: 'UTC',
    phone: '+12025550100',
    ...more,
  }
}

export function billed(account: string, obligation: string, dueOn: string, amount = '100.00'): Given {
  return { type: 'obligation.billed', at: AT, account, obligation, dueOn, amount }
}

export function paid(account: string, payment: string, amount: string, more: Given = {}): Given {
  return { type: 'payment.received', at: '2026-03-01T10:00:00Z', account, payment, amount, ...more }
}

export function reversed(account: string, payment: string, at = '2026-03-02T10:00:00Z'): Given {
  return { type: 'payment.reversed', at, account, payment }
}

export function snapshot(account: string, at: string, pastDue: string, oldestDueOn: string | null): Given {
  return { type: 'account.snapshot', at, account, pastDue, oldestDueOn }
}

export function fact(type: string, at: string, more: Given): Given {
  return { type, at, ...more }
}
