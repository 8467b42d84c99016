import type { AccountId, CaseId, ContentHash, PersonId } from '../../core/base/id.ts'
import type { Day, Zone } from '../../core/base/time.ts'
import type { DueAccount } from '../../core/detect/detect.ts'
import type { LedgerAccount } from '../../core/model/ledger.ts'
import type { DetectChanges, QuotaAsk } from '../../core/detect/quota.ts'
import type { FeedJudgement, FeedRow } from '../../core/figures/judge-feed.ts'
import type { DecidedOpened, OpenedTx } from './decide.ts'
import type { ContactJob } from './enqueuer.ts'
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

export interface DetectTx extends ParkTx, OpenedTx {
  /** Every set of candidate zones of accounts that have a day of review. */
  zoneSets(): Promise<Zone[][]>
  /** The detector locks up to `limit` accounts whose day has come in their own zones, the worst first; one that another detector holds or that is put aside is skipped; `left` = more were found: whoever got none looks again in a moment. */
  lockDue(todays: Today[], limit: number): Promise<{ due: DueAccount[]; left: boolean }>
  /** Their ids alone, neither locked nor read: every account that `lockDue` may take. */
  dueIds(todays: Today[], limit: number): Promise<AccountRef[]>
  /** Those of the given accounts whose day has come are locked, put aside or not. */
  lockThese(todays: Today[], accounts: readonly AccountRef[]): Promise<DueAccount[]>
  /** The answer says, by `quotaKey`, how many of the wanted ones still fit into their day. They count as used. */
  takeQuotas(asks: QuotaAsk[]): Promise<Map<string, number>>
  /** The same, and none of them is used yet: others may take them meanwhile. */
  freePlaces(asks: QuotaAsk[]): Promise<Map<string, number>>
  /** Ids of new cases. */
  caseIds(count: number): Promise<CaseId[]>
  /** Those of the accounts whose day has come, neither locked nor read. */
  dueAmong(todays: Today[], accounts: readonly Pick<LedgerAccount, 'id' | 'person'>[]): Promise<AccountId[]>
  /** What was decided about the cases is written with them: each row once. The answer has the jobs of what is queued. */
  saveReviews(changes: DetectChanges, decided?: DecidedOpened): Promise<ContactJob[]>
  /** Creditors are locked whose files are news, whose schedules are another version, or whose figures became stale by then, but for those put aside; `names` = these only, put aside or not. */
  lockFeeds(due: DueFeeds, limit: number, names?: readonly string[]): Promise<FeedRow[]>
  /** Their names alone, neither locked nor read. */
  feedNames(due: DueFeeds, limit: number): Promise<string[]>
  saveFeeds(judged: FeedJudgement[], config: ContentHash): Promise<void>
  /** The next review of a page of overdue accounts of woken creditors is moved forward; true = there may be more. */
  wakeAccounts(limit: number): Promise<boolean>
}
