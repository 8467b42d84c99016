import { HOUR, type Instant } from '../base/time.ts'
import type { Dossier } from './dossier.ts'
import type { PersonDecision } from './output.ts'

/** A person whose review failed unexpectedly is put aside for an hour and given to a human, so that the rest of the page goes on. */
export function parkPerson(dossier: Dossier, now: Instant): PersonDecision {
  const due = dossier.cases.filter(
    (file) => file.open && (file.nextReviewAt === null || file.nextReviewAt <= now),
  )
  return {
    person: dossier.person.id,
    planned: [],
    cancelled: [],
    facts: [],
    decisions: [],
    cases: due.map(({ id, version, state, stage, snapshot, strategy, strategyHash }) => {
      const nextReviewAt = now + HOUR
      const unchanged = { version, state, stage, snapshot, strategy, strategyHash }
      return { case: id, ...unchanged, moved: false, nextReviewAt, closed: null }
    }),
    tasks: due.map((file) => ({
      person: dossier.person.id,
      account: file.account,
      case: file.id,
      kind: 'unresolved',
      reason: 'the review failed unexpectedly: see the log of the decide worker',
      role: 'supervisor',
      due: now,
    })),
  }
}
