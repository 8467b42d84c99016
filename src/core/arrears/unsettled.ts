import type { Instant } from '../base/time.ts'
import type { LedgerAccount } from '../model/ledger.ts'
import type { Paid } from './arrears.ts'

/** Whether a settlement was undone after collection had ended: a payment was taken back and something is owed again, or the daily feed still says past due. What a closing for another reason left open is nobody's to collect here. */
export function isUnsettled(account: LedgerAccount, payments: Iterable<Paid> | null): boolean {
  const { collection, endedReason, collectionAt } = account
  if (collection !== 'ended' || endedReason !== 'settled' || collectionAt === null) return false
  if (payments === null) return account.pastDue > 0 && isAfter(account.snapshotAt, collectionAt)
  if ((account.balance ?? 0) <= 0) return false
  for (const { amount, reversedAt } of payments)
    if (amount > 0 && isAfter(reversedAt, collectionAt)) return true
  return false
}

function isAfter(at: Instant | null, end: Instant): boolean {
  return at !== null && at > end
}
