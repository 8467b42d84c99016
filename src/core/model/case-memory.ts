import type { Day, Instant } from '../base/time.ts'

/** What the machine remembers beside its state: small JSON, per episode (the anchor date it counts from). */
export interface CaseSnapshot {
  episodes: Record<Day, EpisodeMemory>
  /** The latest anchor seen: a cured case re-opens for an anchor not later than it. */
  lastAnchor: Day
}

export interface EpisodeMemory {
  /** Local date of the first review in this episode that put the case in the stage. */
  entries: Record<string, Day>
  /** Steps let go, `step` or `step#attempt`: passed, overtaken. */
  dropped: Record<string, Dropped>
  /** Local days in a row on which a step was refused, and the rules of the refusal that was told last. */
  denied: Record<string, { from: Day; last: Day; told?: string }>
  /** Late steps whose turn comes at that instant, because another one had the day. */
  turn?: Record<string, Instant>
  /** Refused steps that are looked at again at that instant; null = when something changes. Before it they are made only where that is lawful at once. */
  again?: Record<string, Instant | null>
  /** When the entry was, for steps of that very day: entered later than the step's time is the next day. */
  enteredAt?: Record<string, Instant>
  /** Human tasks asked for, by step or by what they are about: once each. */
  tasks?: Record<string, Day>
  /** Stages that the case could not enter yet, and since when that is told. */
  waiting?: Record<string, Day>
  /** Attempts that a strategy in shadow mode would have made: they stand in for taken ones there. */
  shadow?: Record<string, Day[]>
  /** After a late opening notice: how far the ladder lies behind the days past due, and since when. */
  lag?: { days: number; on: Day }
  /** What the lag was when the case entered the stage; 0 where it is not there. */
  entryLag?: Record<string, number>
  /** Days on which nobody could act, once they were over: a brake on every channel of the stage, an outage, days on which the episode was not the case's. */
  idle?: { from: Day; to: Day }[]
  /** Brakes that ended before that instant are counted among those days. */
  stopsCounted?: Instant
  /** Since when the case has been held, placed or asked not to be contacted. */
  restedAt?: Instant
  /** The case went on to another episode, or was closed, on that day. */
  leftOn?: Day
}

export interface Dropped {
  on: Day
  why: 'passed' | 'overtaken'
  /** The newer step that took its place, `<case>/<step>`: where that one is denied, this one comes back. */
  by?: string
}
