import { isDay } from '../../base/time.ts'
import type { Day, Instant } from '../../base/time.ts'
import { dayOfFile, type FeedNews, newFeed, withDay } from '../../model/feed-file.ts'
import { firstToday } from '../../figures/judge-feed.ts'
import type { Applied, Draft } from '../draft.ts'
import type { FactOf } from '../fact.ts'
import { unknownCreditor } from '../known-scope.ts'
import type { PreparedFact } from '../prepared.ts'

/** A creditor says that its file is whole. */
export function applyCompleted(
  draft: Draft,
  fact: FactOf<'feed.completed'>,
  prepared: PreparedFact,
): Applied {
  const unknown = unknownCreditor(draft, fact.creditor, prepared)
  if (unknown) draft.changes.warnings.push(unknown)
  noteFile(draft, { creditor: fact.creditor, day: completedDay(fact), by: 'completed', at: prepared.at })
  return 'taken'
}

export function completedDay({ asOf }: FactOf<'feed.completed'>): Day {
  return isDay(asOf) ? asOf : dayOfFile(Date.parse(asOf))
}

/** A line of a creditor's file, whatever it says. */
export function noteLine(draft: Draft, creditor: string, at: Instant): void {
  noteFile(draft, { creditor, day: dayOfFile(at), by: 'lines', at })
}

/** A day that has not begun anywhere says nothing about the age of figures. */
function noteFile(draft: Draft, news: FeedNews): void {
  if (news.day > firstToday(draft.now)) return
  const { feeds } = draft.ledger
  const known = feeds.get(news.creditor) ?? newFeed(news.creditor)
  const days = withDay(known[news.by], news.day)
  if (days === null) return
  feeds.set(news.creditor, { ...known, [news.by]: days })
  draft.changes.feeds.push(news)
  draft.changes.look = true
}
