import type { Day, Instant } from '../../base/time.ts'
import type { Circumstances, Question } from '../../model/question.ts'

/** What a rule finds against a contact; an empty list = nothing. */
export type Finding =
  | Refusal
  /** Something to be done or shown, by evidence key. */
  | { finds: 'duty'; key: string; text?: string }

export interface Refusal {
  finds: 'refusal'
  liftsAt: Instant | null
  noCommonHour?: boolean
  text?: string
  /** The effect that takes the place of the rule's own. */
  effect?: 'review'
  /** Evidence keys that are not there. */
  missing?: string[]
}

export type Judge = (question: Question, file: Circumstances) => readonly Finding[]

export const NOTHING: readonly Finding[] = []

export function refusal(liftsAt: Instant | null): readonly Finding[] {
  return [{ finds: 'refusal', liftsAt }]
}

export interface HoursJudge {
  judge: Judge
  /** The last instant, at most a day ahead, until which a contact may still begin in this window. */
  closes: (question: Question, file: Circumstances) => Instant
  /** Whether the hours were closed all the way from that instant to the contact, on one local day, in each zone in which they are closed to it. */
  isOneStretch: (from: Instant, question: Question, file: Circumstances) => boolean
  /** What the calendars that the hours ask do not know of the days of the contact; null = nothing. */
  unknownDay: (question: Question, file: Circumstances) => UnknownDay | null
}

export interface UnknownDay {
  calendar: string
  day: Day
}
