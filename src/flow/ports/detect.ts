import type { AccountId, ContentHash, PersonId } from '../../core/base/id.ts'
import type { Day, Zone } from '../../core/base/time.ts'
import type { DueAccount } from '../../core/detect/detect.ts'
import type { DetectChanges, QuotaAsk } from '../../core/detect/quota.ts'
import type { FeedJudgement, FeedRow } from '../../core/figures/judge-feed.ts'
import type { ParkTx } from './park.ts'

export interface Today {
  zones: Zone[]
  today: Day
}

export interface AccountRef {
  account: AccountId
  person: PersonId
}

export interface DueFeeds {
  config: ContentHash
  day: Day
}

export interface DetectTx extends ParkTx {
  /** Every set of candidate zones of accounts that have a day to be looked at. */
  zoneSets(): Promise<Zone[][]>
  /** Locks up to `limit` accounts whose day has come in their own zones, the worst first, skipping what another detector holds and what is put aside; `left` = whether there may be more. */
  lockDue(todays: Today[], limit: number): Promise<{ due: DueAccount[]; left: boolean }>
  /** Their ids alone, neither locked nor read: every account that `lockDue` may take. */
  dueIds(todays: Today[], limit: number): Promise<AccountRef[]>
  /** Of these, those whose day has come, put aside or not. */
  lockThese(todays: Today[], accounts: readonly AccountRef[]): Promise<DueAccount[]>
  /** By `quotaKey`: how many of the wanted ones still fit into their day. Counted as used. */
  takeQuotas(asks: QuotaAsk[]): Promise<Map<string, number>>
  saveLooks(changes: DetectChanges): Promise<void>
  /** Locks creditors whose files are news, whose schedules are another version, or whose figures became stale by then, but for those put aside; `names` = of these only, put aside or not. */
  lockFeeds(due: DueFeeds, limit: number, names?: readonly string[]): Promise<FeedRow[]>
  /** Their names alone, neither locked nor read. */
  feedNames(due: DueFeeds, limit: number): Promise<string[]>
  saveFeeds(judged: FeedJudgement[], config: ContentHash): Promise<void>
  /** Brings the look at a page of overdue accounts of woken creditors forward; whether there may be more. */
  wakeAccounts(limit: number): Promise<boolean>
}
