/** Facts of invented people, short enough to read in a story. */

export interface AccountOptions {
  debtor?: string
  dueOn?: string
  amount?: string
  zone?: string | string[]
  region?: string
  phone?: string
  score?: number
}

/** An account that was opened long ago with one instalment, due on 1 March 2026 unless said otherwise. */
export function anAccount(account: string, options: AccountOptions = {}): Record<string, unknown>[] {
  const at = '2026-01-05T09:00:00Z'
  return [
    {
      type: 'account.opened',
      at,
      account,
      debtor: options.debtor ?? 'D1',
      creditor: 'acme',
      actor: 'first_party',
      product: 'consumer_loan',
      currency: 'USD',
      region: options.region ?? 'US-NY',
      zone: options.zone ?? 'UTC',
      locale: 'en',
      phone: options.phone ?? '+12025550100',
      score: options.score ?? 0.3,
    },
    bill(account, 'first', options.dueOn ?? '2026-03-01', options.amount ?? '200.00', at),
  ]
}

export function bill(
  account: string,
  obligation: string,
  dueOn: string,
  amount = '200.00',
  at = '2026-01-05T09:00:00Z',
): Record<string, unknown> {
  return { type: 'obligation.billed', at, account, obligation, dueOn, amount }
}

export interface PaymentOptions {
  amount?: string
  payment?: string
  obligation?: string
  recorded?: string
}

export function pays(account: string, at: string, options: PaymentOptions = {}): Record<string, unknown> {
  return {
    type: 'payment.received',
    at,
    account,
    payment: options.payment ?? 'P1',
    amount: options.amount ?? '200.00',
    ...(options.obligation && { obligation: options.obligation }),
    ...(options.recorded && { recorded: options.recorded }),
  }
}
