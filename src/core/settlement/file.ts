import type { Instant, Zone } from '../base/time.ts'
import type { Dossier } from '../model/dossier.ts'
import { isForgiven } from '../model/money-kind.ts'
import type { DossierSettlement } from '../model/settlement.ts'
import type { SettlementLimits } from '../model/settlement-limits.ts'
import type { AccountMoney } from '../promise/money-of.ts'

/** Everything by which the settlements of one account are judged. */
export interface SettlementFile extends AccountMoney {
  /** Every account's. */
  settlements: readonly DossierSettlement[]
  zones: readonly Zone[]
  now: Instant
  /** What the file of the strategy says; absent = it offers none. */
  limits?: SettlementLimits | undefined
}

/** The answer is the file of an account that was loaded with its person. What was forgiven is worked out here, and is no reason of its own. */
export function settlementFileOf<Account extends SettlementFile['account']>(
  {
    settlements = [],
    billed,
    settled = [],
    rested,
    person: { zones },
  }: Pick<Dossier, 'settlements' | 'billed' | 'settled' | 'rested' | 'person'>,
  account: Account,
  now: Instant,
): Omit<SettlementFile, 'limits'> & { account: Account } {
  const money = settled.filter((row) => row.account === account.id && !isForgiven(row.kind))
  return { account, settlements, billed, settled: money, rested, zones, now }
}
