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

/** What one answer shows of the provider: it said something, it was silent for as long as a request may take, or nothing. */
export function shown(answer: ProviderAnswer): 'heard' | 'silent' | 'nothing' {
  switch (answer.kind) {
    case 'not_reached':
    case 'ambiguous':
      if (answer.unanswered === undefined) return 'heard'
      return answer.unanswered === 1 ? 'silent' : 'nothing'
    case 'not_tried':
    case 'late':
    case 'kept':
      return 'nothing'
    default:
      return 'heard'
  }
}

/** Each further message costs its time-out. */
export function isSilent(unanswered: number): boolean {
  return unanswered >= MANY_UNANSWERED
}
