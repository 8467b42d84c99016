import type { DossierAccount } from '../model/dossier.ts'
import { minorDigits } from '../base/money.ts'

/** The rank of an account, for whom to call or visit first: risk x amount x days past due. An unknown score is the middle; amounts count in whole units of their currency. */
export function rankOf(
  account: Pick<DossierAccount, 'score' | 'pastDue' | 'currency'>,
  dpd: number | null,
): number {
  const amount = account.pastDue / 10 ** minorDigits(account.currency)
  return (account.score ?? 0.5) * Math.max(0, amount) * Math.max(1, dpd ?? 1)
}
