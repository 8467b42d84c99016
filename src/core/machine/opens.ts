import type { Currency, Minor } from '../base/money.ts'
import type { Strategy } from '../model/strategy.ts'
import { owesAtLeast } from './threshold.ts'

/** A due date that has not passed is not past due. */
export function isPastDue(dpd: number): boolean {
  return dpd >= 1
}

interface Overdue {
  dpd: number
  pastDue: Minor
  currency: Currency
}

/** Whether a strategy opens a case for the account. */
export function opens({ open }: Pick<Strategy, 'open'>, account: Overdue): boolean {
  return account.dpd >= open.dpd && owesAtLeast(account, open.pastDue)
}
