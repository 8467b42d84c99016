import type { Currency, Minor } from '../base/money.ts'
import type { Strategy } from '../config/strategy.ts'
import { owesAtLeast } from './threshold.ts'

interface Overdue {
  dpd: number
  pastDue: Minor
  currency: Currency
}

/** Whether a strategy opens a case for the account. */
export function opens({ open }: Pick<Strategy, 'open'>, account: Overdue): boolean {
  return account.dpd >= open.dpd && owesAtLeast(account, open.pastDue)
}
