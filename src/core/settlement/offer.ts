import { dpdOn } from '../arrears/dpd.ts'
import { formatAmount } from '../base/money.ts'
import { shareOf } from '../base/share.ts'
import { addDays, type Day, type Instant, lastDayOf, type Zone } from '../base/time.ts'
import type { DossierAccount } from '../model/dossier.ts'
import type { SettlementLimits } from '../model/settlement-limits.ts'

/** What settlement may be offered now for an account: nothing helps whatever is beyond it. */
export interface SettlementOffer {
  /** What the debtor would have to pay at least, where nobody else is asked. */
  alone: string
  /** The least that he would have to pay where a second person grants it. */
  least: string
  /** The last day that it may name. */
  latest: Day
  mostRates: number
}

/** Null = none may be offered: the strategy has none, nothing is past due, it is too early, or the account is fed by snapshots. */
export function settlementOffer(
  account: Pick<DossierAccount, 'pastDue' | 'anchor' | 'currency'>,
  {
    limits,
    isSnapshot,
    zones,
    now,
  }: { limits: SettlementLimits | undefined; isSnapshot: boolean; zones: readonly Zone[]; now: Instant },
): SettlementOffer | null {
  const { pastDue, anchor, currency } = account
  const today = lastDayOf(zones, now)
  if (!limits || isSnapshot || pastDue <= 0 || dpdOn(anchor, today) < limits.fromDpd) return null
  const least = ({ discount }: { discount: number }) =>
    formatAmount(shareOf(pastDue, 1 - Math.min(discount, limits.most.discount)), currency)
  return {
    alone: least(limits.alone),
    least: least(limits.most),
    latest: addDays(today, limits.longest.days),
    mostRates: limits.mostRates ?? 1,
  }
}
