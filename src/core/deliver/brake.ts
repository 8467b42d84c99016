import type { BrakeScope } from '../base/brake.ts'
import { type Instant, isoOf } from '../base/time.ts'
import type { Reason } from '../model/verdict.ts'
import { sendReason } from './send-reason.ts'

/** Contacts stopped by hand; null = any. */
export interface Brake extends BrakeScope {
  /** The instant from which contacts are stopped, and who stopped them, if that is known. */
  stoppedAt?: Instant
  stoppedBy?: string
}

/** A provider of a channel that refused our credentials; tried again at `retryAt`. */
export interface Breaker {
  channel: string
  provider: string
  retryAt: Instant
}

/** `sms of acme under us-card`, or `everything`. */
export function brakeScope({ channel, strategy, creditor }: BrakeScope): string {
  const narrowed = [
    ...(creditor === null ? [] : [`of ${creditor}`]),
    ...(strategy === null ? [] : [`under ${strategy}`]),
  ]
  return [channel ?? 'everything', ...narrowed].join(' ')
}

/** `stopped by hand: sms, since 2026-03-02T09:00:00Z, by ann`. */
export function brakeWords(brake: Brake): string {
  const since = brake.stoppedAt === undefined ? '' : `, since ${isoOf(brake.stoppedAt)}`
  const by = brake.stoppedBy === undefined ? '' : `, by ${brake.stoppedBy}`
  return `stopped by hand: ${brakeScope(brake)}${since}${by}`
}

/** Why a contact is not made while a brake is on it. */
export function stoppedBy(brake: Brake): Reason {
  return { ...sendReason('stopped'), text: brakeWords(brake) }
}
