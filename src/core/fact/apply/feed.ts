import type { Instant } from '../../base/time.ts'
import { firstToday } from '../../figures/judge-feed.ts'
import { dayOfFile, type FeedNews, newFeed, withDay } from '../../model/feed-file.ts'
import type { Draft } from '../draft.ts'

/** A line of a creditor's file, whatever it says. */
export function noteLine(draft: Noting, creditor: string, at: Instant): void {
  noteFile(draft, { creditor, day: dayOfFile(at), by: 'lines', at })
}

/** The part of a draft that days of files change. */
interface Noting extends Pick<Draft, 'now'> {
  ledger: Pick<Draft['ledger'], 'feeds'>
  changes: Pick<Draft['changes'], 'feeds' | 'look'>
}

/** A day that has not begun anywhere says nothing about the age of figures. */
export function noteFile(draft: Noting, news: FeedNews): void {
  if (news.day > firstToday(draft.now)) return
  const { feeds } = draft.ledger
  const known = feeds.get(news.creditor) ?? newFeed(news.creditor)
  const days = withDay(known[news.by], news.day)
  if (days === null) return
  feeds.set(news.creditor, { ...known, [news.by]: days })
  draft.changes.feeds.push(news)
  draft.changes.look = true
}
