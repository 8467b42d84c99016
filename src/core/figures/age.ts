import type { Day, Instant } from '../base/time.ts'
import { addDays, daysBetween } from '../base/time.ts'
import type { CreditorPolicy } from '../model/creditors.ts'
import { asOf, dayOfFile, type FeedFile, filesOf } from '../model/feed-file.ts'

/** How old may figures be before nobody is contacted on them? */

const TIMES_THE_USUAL = 3
const LEAST_DAYS = 3
const MOST_DAYS = 45

/** Three times the median distance between files, at least 3 and at most 45 days; null where there are not two of them. */
export function usualAge(files: readonly Day[]): number | null {
  const distances = files
    .slice(1)
    .map((day, index) => daysBetween(day, files[index] ?? day))
    .sort((a, b) => a - b)
  const upper = distances[Math.floor(distances.length / 2)]
  const lower = distances[Math.ceil(distances.length / 2) - 1]
  if (upper === undefined || lower === undefined) return null
  return Math.min(MOST_DAYS, Math.max(LEAST_DAYS, Math.ceil((TIMES_THE_USUAL * (upper + lower)) / 2)))
}

/** What the schedules state, or else what is usual. */
export function ageOf(feed: FeedFile, policy: CreditorPolicy | null): number | null {
  return policy?.figures?.staleAfter?.days ?? usualAge(filesOf(feed))
}

/** The first local day on which the figures of all of a creditor's accounts are stale; null = never by time alone. */
export function staleDay(feed: FeedFile): Day | null {
  const last = asOf(feed)
  return last === null || feed.age === null ? null : addDays(last, feed.age + 1)
}

export interface AgingAccount {
  feed: 'snapshot' | 'ledger' | null
  snapshotAt: Instant | null
}

/** The first local day on which the account's own figures are stale, if no line names it before. */
export function ownStaleDay({ feed, snapshotAt }: AgingAccount, file: FeedFile | null): Day | null {
  if (feed !== 'snapshot' || snapshotAt === null) return null
  if (file === null || file.age === null || file.sends === 'changes') return null
  return addDays(dayOfFile(snapshotAt), file.age + 1)
}

/** The next local day on which time alone makes the account's figures stale; a creditor's own day only from the day before, since each file moves it and its accounts are woken for it. */
export function nextStaleDay(account: AgingAccount, file: FeedFile | null, today: Day): Day | null {
  if (file === null) return null
  const own = ownStaleDay(account, file)
  const all = staleDay(file)
  const days = [own, all !== null && all <= addDays(today, 1) ? all : null]
  const ahead = days.filter((day) => day !== null && day > today)
  return ahead.reduce<Day | null>(
    (first, day) => (first === null || (day !== null && day < first) ? day : first),
    null,
  )
}

export interface Stale {
  /** The whole creditor, or the account alone, which newer lines leave out. */
  who: 'creditor' | 'account'
  asOf: Day
  /** The number of days after which it holds. */
  after: number
}

/** Whether an account's figures are too old on its local day. Files of snapshots say nothing about accounts that are fed by obligations, unless the creditor says when they are complete. */
export function staleOn(account: AgingAccount, file: FeedFile | null, today: Day): Stale | null {
  if (file === null || file.age === null) return null
  const own = ownStaleDay(account, file)
  const last = asOf(file)
  const all = file.completed.length > 0 || account.feed === 'snapshot' ? staleDay(file) : null
  if (all !== null && last !== null && today >= all) return { who: 'creditor', asOf: last, after: file.age }
  if (own === null || today < own || account.snapshotAt === null) return null
  const named = dayOfFile(account.snapshotAt)
  return last !== null && named < last ? { who: 'account', asOf: named, after: file.age } : null
}
