import { type Instant, MINUTE } from '../base/time.ts'
import type { ProviderAnswer } from './provider-answer.ts'

/** So many messages in a row without an answer are no chance: the provider swallows what it is sent. */
const MANY_UNANSWERED = 5

/** A request that nobody answered so long ago says nothing about now. The time is longer than the minute after which a silent provider is asked. */
const FORGOTTEN_AFTER = 5 * MINUTE

/** The count begins anew when so much machine time has passed since the last request that nobody answered. */
export function isForgotten(lastUnansweredAt: Instant, now: Instant): boolean {
  return now - lastUnansweredAt > FORGOTTEN_AFTER
}

/** How many in a row were not answered in their time, after one more. What was not tried says nothing. */
export function unansweredAfter(unanswered: number, answer: ProviderAnswer): number {
  switch (answer.kind) {
    case 'not_reached':
    case 'ambiguous':
      return answer.unanswered === undefined ? 0 : unanswered + answer.unanswered
    case 'not_tried':
    case 'late':
    case 'kept':
      return unanswered
    default:
      return 0
  }
}

/** Each further message costs its time-out. */
export function isSilent(unanswered: number): boolean {
  return unanswered >= MANY_UNANSWERED
}
