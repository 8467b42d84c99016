import type { Day, Instant } from '../base/time.ts'

/** What the machine remembers beside its state: small JSON, per episode (the anchor date it counts from). */
export interface CaseSnapshot {
  episodes: Record<Day, EpisodeMemory>
  /** The latest anchor seen: a cured case re-opens for an anchor not later than it. */
  lastAnchor: Day
}

export interface EpisodeMemory {
  /** Local date of the first review in this episode that put the case in the stage. */
  readonly entries: Readonly<Record<string, Day>>
  /** Steps that were let go because they were passed or overtaken: `step` or `step#attempt`. */
  readonly dropped: Readonly<Record<string, Dropped>>
  /** Local days in a row on which a step was refused, and the rules of the refusal that was told last. */
  readonly denied: Readonly<Record<string, { from: Day; last: Day; told?: string }>>
  /** Late steps whose turn comes at that instant, because another one had the day. */
  readonly turn?: Readonly<Record<string, Instant>>
  /** Refused steps that are looked at again at that instant; null = when something changes. They are made sooner only if that is lawful at once. */
  readonly again?: Readonly<Record<string, Instant | null>>
  /** The instant of the entry, for steps of that very day: a case that entered later than the step's time has the step on the next day. */
  readonly enteredAt?: Readonly<Record<string, Instant>>
  /** Human tasks asked for, by step or by what they are about: once each. */
  readonly tasks?: Readonly<Record<string, Day>>
  /** Stages that the case could not enter yet, and since when that is told. */
  readonly waiting?: Readonly<Record<string, Day>>
  /** Attempts that a strategy in shadow mode would have made: they stand in for taken ones there. */
  readonly shadow?: Readonly<Record<string, readonly Day[]>>
  /** The days by which the ladder lies behind the days past due after a late opening notice, and since when. */
  readonly lag?: { days: number; on: Day }
  /** The lag at the time at which the case entered the stage; absent = 0. */
  readonly entryLag?: Readonly<Record<string, number>>
  /** Days on which nobody could act, once they were over: a brake on every channel of the stage, an outage, days on which the episode was not the case's. */
  readonly idle?: readonly { from: Day; to: Day }[]
  /** Brakes that ended before that instant are counted among those days. */
  readonly stopsCounted?: Instant
  /** The instant since which the case has been held, placed or asked not to be contacted. */
  readonly restedAt?: Instant
  /** The case went on to another episode, or was closed, on that day. */
  readonly leftOn?: Day
}

export interface Dropped {
  on: Day
  why: 'passed' | 'overtaken'
  /** The newer step that took its place, `<case>/<step>`: where that one is denied, this one comes back. */
  by?: string
}

/** The first day on which the case entered a stage in the episode. */
export function firstEntry({ entries }: Pick<EpisodeMemory, 'entries'>): Day | null {
  const [first] = Object.values(entries).sort()
  return first ?? null
}
