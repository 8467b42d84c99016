import type { CaseId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'

import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { World } from './world.ts'
import { toldAs } from '../../../core/model/contact-state.ts'

/** The next review of an open case is brought forward, never put off. */
export function reviewCase(world: World, id: CaseId | null, at: Instant): void {
  const theCase = id === null ? undefined : world.cases.get(id)
  if (theCase?.open) theCase.nextReviewAt = Math.min(theCase.nextReviewAt ?? at, at)
}

export function noteDecision(world: World, row: ContactRow, from: string): void {
  const [account] = row.accounts
  if (row.case === null || account === undefined) return
  world.decisions.push({
    person: row.person,
    account,
    case: row.case,
    at: world.now,
    kind: toldAs(row.state),
    from,
    to: row.state,
    step: row.step,
    contactKey:
      row.episode === null || row.step === null || row.attempt === null
        ? null
        : { episode: row.episode, step: row.step, attempt: row.attempt },
    reasons: row.reasons,
  })
}
