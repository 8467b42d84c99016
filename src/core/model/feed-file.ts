import type { Day, Instant } from '../base/time.ts'
import { isoOf } from '../base/time.ts'

/** How many days of files are remembered of a creditor: enough for what is usual. */
export const FILES_KEPT = 21

/** What is known of a creditor's files; days in UTC, the newest first, each once. */
export interface FeedFile {
  creditor: string
  /** The days of its `feed.completed` facts. */
  completed: Day[]
  /** The days of its snapshots: all lines of a day count as one. */
  lines: Day[]
  /** The number of local days after which the figures are stale, as last worked out from the files and the schedules; null = not known. */
  age: number | null
  /** Whether each file has a line for every account. */
  sends: FeedSends
}

export const FEED_SENDS = ['all', 'changes'] as const
export type FeedSends = (typeof FEED_SENDS)[number]

/** A day of files that was not known before. */
export interface FeedNews {
  creditor: string
  day: Day
  by: 'completed' | 'lines'
  /** The instant of the line or the fact that named it. */
  at: Instant
}

export function newFeed(creditor: string): FeedFile {
  return { creditor, completed: [], lines: [], age: null, sends: 'all' }
}

/** The newest days, in whatever order they come: a function of the set. Null = nothing new. */
export function withDay(days: readonly Day[], day: Day): Day[] | null {
  if (days.includes(day)) return null
  const all = [...days, day].sort().reverse().slice(0, FILES_KEPT)
  return all.includes(day) ? all : null
}

/** Completed files are what counts where the creditor says when a file is complete. */
export function filesOf({ completed, lines }: Pick<FeedFile, 'completed' | 'lines'>): readonly Day[] {
  return completed.length > 0 ? completed : lines
}

/** The day as of which the creditor's figures are; null = it sends events only. */
export function asOf(feed: Pick<FeedFile, 'completed' | 'lines'>): Day | null {
  return filesOf(feed)[0] ?? null
}

export function dayOfFile(at: Instant): Day {
  return isoOf(at).slice(0, 10)
}
