import { currencyAt, valueOf } from '../../arrears/changeover.ts'
import { type Currency, type Minor, minorDigits, parseAmount } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import type { LedgerAccount } from '../../model/ledger.ts'
import type { SaidAmount } from '../../model/ledger-money.ts'
import { refused } from '../draft.ts'
import type { Telling } from '../telling.ts'

/** True of a snapshot that came after a later one: recomputing from the facts leaves it out. */
export function isLate(account: LedgerAccount, { at }: Telling): boolean {
  return account.snapshotAt !== null && at < account.snapshotAt
}

/** An amount as a fact gives it. */
export interface GivenAmount {
  amount: string
  /** Absent = that which the account had. */
  currency?: string | undefined
  /** Units of the account's currency for one. */
  rate?: string | undefined
}

/** An amount in the account's currency, and as it was said where that may be another one. */
export interface ReadAmount {
  amount: Minor
  said: SaidAmount | null
}

/** An amount in the account's currency, of a fact that names none. */
export function amountIn(
  account: LedgerAccount,
  text: string,
  prepared: Telling,
  path = 'amount',
): Minor | Problem {
  const read = moneyIn(account, { amount: text }, prepared, path)
  return 'code' in read ? read : read.amount
}

export function moneyIn(
  account: LedgerAccount,
  given: GivenAmount,
  prepared: Telling,
  path = 'amount',
): ReadAmount | Problem {
  const { amount: text } = given
  const own = currencyAt(account, prepared.at)
  const currency = given.currency ?? own
  const minor = parseAmount(text, currency)
  if (minor === null) return unreadable(text, currency, prepared, path)
  if (account.currencies === null && given.currency === undefined) return { amount: minor, said: null }
  const said = saidOf(given)
  const value = valueOf(account, said, prepared.at)
  if (value === null) return tooLarge(prepared, path)
  if (typeof value === 'number') return { amount: value, said }
  return {
    ...refused(prepared, 'unknown_rate', `what one ${currency} is worth in ${own} is not known`, 'currency'),
    suggestion: `rate: units of ${own} for one ${currency}, as a plain decimal`,
  }
}

export function saidOf({ amount, currency, rate }: Partial<GivenAmount>): SaidAmount {
  return { amount: amount ?? '', currency: currency ?? null, rate: rate ?? null }
}

function unreadable(text: string, currency: Currency, prepared: Telling, path: string): Problem {
  if ((text.split('.')[1] ?? '').length <= minorDigits(currency)) return tooLarge(prepared, path)
  return refused(prepared, 'bad_amount', `${path}: more digits than ${currency} has`, path)
}

function tooLarge(prepared: Telling, path: string): Problem {
  return refused(prepared, 'amount_too_large', `${path}: more than 2^53 minor units`, path)
}

export function takeFeed(
  account: LedgerAccount,
  feed: 'snapshot' | 'ledger',
  prepared: Telling,
): Problem | null {
  if (account.feed !== null && account.feed !== feed) {
    const message = `the account is fed by ${account.feed === 'ledger' ? 'obligations and payments' : 'snapshots'}: both feeds on one account are refused`
    return refused(prepared, 'mixed_feeds', message)
  }
  account.feed = feed
  return null
}
