import type { z } from 'zod'
import type { Slot } from '../time/hours.ts'
import type { HoursJudge, Judge } from './judge.ts'
import type { Terms } from '../known/keys.ts'
import type { RuleWith } from './base.ts'

/** All that the engine knows of a kind of rule. What it does follows from these properties, never from a kind's name. */
export interface RuleKind<P> {
  /** What a rule of the kind can say. */
  readonly parameters: z.ZodType
  /** What it finds against a contact. */
  judge(rule: RuleWith<P>, terms: Terms): Judged
  /** The facts that it names. */
  keys(parameters: P): string[]
  /** The words about a single contact and the purposes that it leaves out or lets pass. */
  marks?(parameters: P): readonly string[]
  /** Whether it looks at history that is older than so many milliseconds. */
  looksBack(parameters: P, beyond: number): boolean
  /** Whether it asks what sort of day a date is. */
  needsCalendar(parameters: P): boolean
  /** Whether the hour or the date matters to it. */
  readsClock(parameters: P): boolean
  /** Whether the change at that path cannot change any answer, so that no worked case could notice it; absent = each change can. */
  idle?(rule: RuleWith<P>, mutated: RuleWith<P>, changed: Changed): Idle
  /** It may ask something of people although nobody is contacted. */
  asksPeople?(parameters: P): boolean
  /** It asks for the person's own closed hours. */
  asksPerson?(parameters: P): boolean
  /** A law says by it when or how often somebody may be contacted. */
  readonly limits?: 'when' | 'how_often'
  /** No contact shows it: it is about what is kept. */
  readonly silent?: true
}

/** Those that know of hours say until when they are open. */
export type Judged = { judge: Judge } & Partial<Omit<HoursJudge, 'judge'>>

/** The answer, if it is known; otherwise what has to be the same before and after: the answers about every act while a status lasts, or the hours on every sort of day. */
export type Idle =
  | boolean
  | { alike: 'acts'; while: string }
  | { alike: 'hours'; before: readonly Slot[]; after: readonly Slot[] }

export interface Changed {
  path: readonly (string | number)[]
  /** Zone and calendar of the pack. */
  clock: { zone: string; calendar?: string | undefined }
}
