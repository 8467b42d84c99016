import type { BrakeScope } from '../base/brake.ts'
import { type Instant, isoOf, MINUTE } from '../base/time.ts'
import type { Reason } from '../model/verdict.ts'
import { type SendReason, sendReason } from './send-reason.ts'

/** Contacts stopped by hand; null = any. */
export interface Brake extends BrakeScope {
  /** The instant from which contacts are stopped, and who stopped them, if that is known. */
  stoppedAt?: Instant
  stoppedBy?: string
}

/** Why nothing is sent to a provider of a channel for a while, and for how long: one that is silent is asked by a single message. */
export const BREAKERS = {
  refuses: { why: 'breaker_open', says: 'which refuses our credentials', forMs: 5 * MINUTE },
  silent: { why: 'provider_silent', says: 'which does not answer', forMs: MINUTE },
} as const satisfies Record<string, { why: SendReason; says: string; forMs: number }>
export type BreakerKind = keyof typeof BREAKERS
export const BREAKER_KINDS = Object.keys(BREAKERS) as BreakerKind[]

/** The kind of a breaker from what is stored of it. One that an earlier version opened was about credentials, and has a sentence there. */
export function breakerKindOf(why: string | null): BreakerKind {
  return BREAKER_KINDS.find((kind) => kind === why) ?? 'refuses'
}

/** It is tried again at `retryAt`. */
export interface Breaker {
  channel: string
  provider: string
  kind: BreakerKind
  retryAt: Instant
}

/** The instant at which a breaker that opened now is tried again. */
export function breakerRetryAt(kind: BreakerKind, now: Instant): Instant {
  return now + BREAKERS[kind].forMs
}

/** A breaker whose pause is over stops nothing. It is remembered for so long, in which a message that waits for the longest is tried (`LONGEST_DELAY`) and its time-out ends: one that opens anew meanwhile has been shut all the while. */
export const BREAKER_REMEMBERED_MS = 12 * MINUTE

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
