import { type Minor, minorDigits, parseAmount } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import type { LedgerAccount } from '../../model/ledger.ts'
import { refused } from '../draft.ts'
import type { Telling } from '../telling.ts'

/** True of a snapshot that came after a later one: recomputing from the facts leaves it out. */
export function isLate(account: LedgerAccount, { at }: Telling): boolean {
  return account.snapshotAt !== null && at < account.snapshotAt
}

/** An amount in the account's currency. */
export function amountIn(
  account: LedgerAccount,
  text: string,
  prepared: Telling,
  path = 'amount',
): Minor | Problem {
  const minor = parseAmount(text, account.currency)
  if (minor !== null) return minor
  if ((text.split('.')[1] ?? '').length <= minorDigits(account.currency))
    return refused(prepared, 'amount_too_large', `${path}: more than 2^53 minor units`, path)
  return refused(prepared, 'bad_amount', `${path}: more digits than ${account.currency} has`, path)
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
