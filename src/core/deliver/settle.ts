import { assertNever } from '../base/assert-never.ts'
import { type Instant, MINUTE } from '../base/time.ts'
import type { AboutNumber, ProviderAnswer } from './provider-answer.ts'

export type Settlement =
  | { to: 'sent'; providerRef: string | null }
  /** It goes on being made: whoever hands it over says what became of it. */
  | { to: 'sending' }
  /** It is proven that it was not accepted. `passedOver`: the providers that were not reached; while there are others, one of them is next. */
  | { to: 'back'; delayMs: number; code: string; breaker: boolean; passedOver: readonly string[] }
  /** Nothing was tried: it waits to be checked again. */
  | { to: 'again'; code: string }
  /** `about`: what the provider says of the number or address itself. */
  | { to: 'failed'; code: string; about: AboutNumber | null }
  | { to: 'unknown'; code: string }

/** Whether the case of the contact may have to be looked at again. */
export function endsCase(settlement: Settlement): boolean {
  return settlement.to === 'failed' || settlement.to === 'back'
}

/** What settling looks at beside the answer. */
export interface Settling {
  tries: number
  reference: string
  provider: string
  passedOver: readonly string[]
  /** Whether another provider may send it that was not tried yet. */
  hasOther: boolean
}

/** The code of a send that would have started too long after its last check. */
const LATE = 'late_after_check'
const FIRST_DELAY = 5_000
const LONGEST_DELAY = 10 * MINUTE

/** What is proven decides; everything else may have been accepted. Another provider is next only where this one was not reached. */
export function settle(answer: ProviderAnswer, sending: Settling): Settlement {
  switch (answer.kind) {
    case 'accepted':
      return { to: 'sent', providerRef: answer.providerRef }
    case 'kept':
      return { to: 'sending' }
    case 'refused':
      return { to: 'failed', code: answer.code, about: null }
    case 'invalid_number':
    case 'opted_out':
      return { to: 'failed', code: answer.code, about: answer.kind }
    case 'rate_limited':
      return back(sending, answer.code, answer.retryAfterMs ?? 0)
    case 'locked_out':
      return back(sending, answer.code, 0, true)
    case 'not_reached':
      return sending.hasOther ? passOver(answer.code, sending) : back(sending, answer.code, 0)
    case 'not_tried':
      return back(sending, answer.code, 0)
    case 'late':
      return { to: 'again', code: LATE }
    case 'ambiguous':
      return { to: 'unknown', code: answer.code }
    default:
      return assertNever(answer)
  }
}

function back({ tries, reference }: Settling, code: string, least: number, breaker = false): Settlement {
  const delayMs = Math.max(least, backoff(tries, reference))
  return { to: 'back', delayMs, code, breaker, passedOver: [] }
}

function passOver(code: string, { provider, passedOver }: Settling): Settlement {
  return { to: 'back', delayMs: 0, code, breaker: false, passedOver: [...passedOver, provider] }
}

/** The wait doubles from 5 s to 10 min, spread over half of it by a hash of the seed. */
export function backoff(tries: number, seed: string): number {
  const full = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, tries - 1))
  return Math.round(full * (0.5 + 0.5 * fraction(`${seed}#${tries}`)))
}

/** The instant at which a breaker that opened now is tried again. */
export function breakerRetryAt(now: Instant): Instant {
  return now + 5 * MINUTE
}

/** A number from 0 up to 1, the same for the same text. */
export function fraction(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0) / 2 ** 32
}
