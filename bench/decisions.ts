import { AccountId, CaseId, type ContentHash, PersonId, PointId } from '../src/core/base/id.ts'
import { type Day, HOUR, type Instant } from '../src/core/base/time.ts'
import type { PersonDecision } from '../src/core/model/decision.ts'

export interface FirstReview {
  now: Instant
  today: Day
  episode: Day
  strategyHash: ContentHash
}

/** What the first review of such a case decides: it enters its first stage and plans one message. */
export function firstDecision(
  id: number,
  { now, today, episode, strategyHash }: FirstReview,
): PersonDecision {
  const ids = { person: PersonId.parse(id), account: AccountId.parse(id), case: CaseId.parse(id) }
  const entered = { entries: { reminder: today }, dropped: {}, denied: {} }
  const step = { step: 'friendly', episode, attempt: 1 }
  return {
    person: ids.person,
    cases: [
      {
        case: ids.case,
        version: 0,
        moved: true,
        state: 'working',
        stage: 'reminder',
        snapshot: { episodes: { [episode]: entered }, lastAnchor: episode },
        strategy: 'cn-consumer',
        strategyHash,
        nextReviewAt: now + 48 * HOUR,
        closed: null,
      },
    ],
    planned: [
      {
        ...ids,
        ...step,
        point: PointId.parse(id),
        channel: 'sms',
        stage: 'reminder',
        mandatory: false,
        purpose: 'collect',
        automation: 'human',
        dueOn: today,
        epoch: 0,
        template: 'cn-friendly',
        durationMinutes: 0,
        dpd: 1,
        notBefore: now,
        expiresAt: now + 6 * HOUR,
        reasons: [],
      },
    ],
    cancelled: [],
    facts: [],
    decisions: [
      {
        ...ids,
        at: now,
        kind: 'planned',
        from: 'opened',
        to: 'working',
        step: step.step,
        contactKey: step,
        reasons: [],
      },
    ],
    tasks: [],
  }
}
