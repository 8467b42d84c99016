import type { Attempt, Known, Made } from './journal.ts'
import type { Per, Statute } from './statute.ts'

/** One attempt under one law. */
export interface Case {
  statute: Statute
  zones: readonly string[]
  attempt: Attempt
  /** Everything made before it, or at the same instant. */
  past: readonly Made[]
  known: Known
}

const LEVEL: Record<string, number> = {
  failed: 0,
  busy: 0,
  no_answer: 1,
  nobody_home: 1,
  voicemail: 2,
  sent: 2,
  delivered: 2,
  third: 2,
  wrong_number: 2,
  replied: 3,
  talked: 3,
  met: 3,
}

/** How far it got as far as was known then; unknown counts as the furthest. */
export function levelOf(made: Made, then: number): number {
  const told = made.told.filter(({ at }) => at <= then).at(-1)
  return told ? (LEVEL[told.outcome] ?? 3) : 3
}

export function isSame(per: readonly Per[], made: Made, attempt: Attempt): boolean {
  return per.every((scope) => {
    if (scope === 'household' && (made.household === null || attempt.household === null)) {
      return made.person === attempt.person
    }
    return made[scope] === attempt[scope]
  })
}
