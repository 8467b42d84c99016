import type { Day, Zone } from '../../core/base/time.ts'
import type { DueAccount } from '../../core/detect/detect.ts'
import type { DetectChanges, QuotaAsk } from '../../core/detect/quota.ts'
import type { HasNow } from './transactions.ts'

export interface DetectTx extends HasNow {
  /** Every set of candidate zones of accounts that have a day to be looked at. */
  zoneSets(): Promise<Zone[][]>
  /** Locks up to `limit` accounts whose day has come in their own zones, the worst first, skipping what another detector holds; `left` = whether there may be more. */
  lockDue(
    todays: { zones: Zone[]; today: Day }[],
    limit: number,
  ): Promise<{ due: DueAccount[]; left: boolean }>
  /** By `quotaKey`: how many of the wanted ones still fit into their day. Counted as used. */
  takeQuotas(asks: QuotaAsk[]): Promise<Map<string, number>>
  saveLooks(changes: DetectChanges): Promise<void>
}
