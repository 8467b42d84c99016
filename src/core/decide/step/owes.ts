import { owesAtLeast } from '../../machine/threshold.ts'
import type { CaseView } from '../case/view.ts'

/** Whether the account owes at least the amount of a strategy's file; one that is not named is always owed. */
export function owes(
  { pastDue, account }: Pick<CaseView, 'pastDue' | 'account'>,
  amount: string | undefined,
): boolean {
  return owesAtLeast({ pastDue, currency: account.currency }, amount)
}
