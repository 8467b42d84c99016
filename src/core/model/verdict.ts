import type { Instant } from '../base/time.ts'

/** Why: a rule of a pack, or the engine's own reason. */
export interface Reason {
  /** A rule id such as `US-F-10`, or a reason of the engine such as `overtaken`, `no_valid_point`. */
  rule: string
  pack: string | null
  /** Plain words, without personal data. */
  text: string
  cite: string | null
  effect: 'block' | 'review' | 'warn' | 'duty' | 'ground'
  /** The instant at which this rule alone would let the contact through; null = not by waiting. */
  liftsAt: Instant | null
  /** The evidence that a requirement lacks, by key. */
  missing?: string[]
}

/** What must be done or shown for the contact to be lawful: at claim, or as a dated task. */
export interface Duty {
  rule: string
  key: string
  text: string
}

export type Verdict =
  /** `until`: the end of the lawful window that the instant lies in. */
  | { answer: 'permit'; until: Instant; duties: Duty[]; warnings: Reason[] }
  /** The contact is lawful from `to`, in a window that ends at `until`; `reasons` = everything that forbids it now. */
  | { answer: 'defer'; to: Instant; until: Instant; reasons: Reason[]; duties: Duty[]; warnings: Reason[] }
  /** The contact does not become lawful by waiting (or not within the horizon). `review`: a human is asked. */
  | { answer: 'deny'; reasons: Reason[]; review: boolean; duties: Duty[]; warnings: Reason[] }

/** A reason of the engine's own, law aside. */
export function ownReason(rule: string, text: string, liftsAt: Instant | null = null): Reason {
  return { rule, pack: null, text, cite: null, effect: 'ground', liftsAt }
}
