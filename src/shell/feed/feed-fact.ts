import type { TakenFact } from '../../core/model/ledger-changes.ts'
import type { FeedNews } from '../../core/model/feed-file.ts'

/** One fact per creditor and day of its files, of nobody's account: unchanged lines write none of their own. */
export function feedFact({ creditor, day, at }: FeedNews): Omit<TakenFact, 'digest'> {
  return {
    person: null,
    account: null,
    kind: 'feed.lines_seen',
    at,
    source: 'engine',
    key: `feed.lines_seen/${encodeURIComponent(creditor)}/${day}`,
    body: { creditor, asOf: day },
  }
}
