import { valueOf } from '../arrears/changeover.ts'
import { minorOf } from '../base/exchange.ts'
import type { Minor } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import type { DossierAccount } from '../model/dossier.ts'
import type { AccountMoney } from './money-of.ts'

type OfCurrencies = Pick<DossierAccount, 'currency' | 'currencies'>

/** An amount of a file, as it was meant when something was agreed: in the currency that the account had then, and in minor units of the one that it has now. */
export function meantThen(account: OfCurrencies, text: string, at: Instant): Minor {
  const { currency, currencies = null } = account
  const value = valueOf({ currency, currencies }, { amount: text, currency: null, rate: null }, at)
  return typeof value === 'number' ? value : (minorOf(text, currency) ?? 0)
}

/** So much may lie between two sums of which each amount was rounded by itself, in every changeover since then: what was within a limit stays so. */
export function roundedSince(
  { account, billed = [], settled = [] }: AccountMoney,
  since: Instant,
  agreed: number,
): Minor {
  const changeovers = (account.currencies ?? []).filter(({ at }) => at !== null && at > since).length
  if (changeovers === 0) return 0
  const own = [...billed, ...settled].filter((row) => row.account === account.id)
  return Math.ceil((changeovers * (agreed + own.length)) / 2)
}
