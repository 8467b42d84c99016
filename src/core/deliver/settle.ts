import { type Instant, MINUTE } from '../base/time.ts'

/** What came back of one request to a provider. */
export type ProviderAnswer =
  | {
      kind: 'answered'
      status: number
      providerRef: string | null
      code: string | null
      retryAfterMs: number | null
    }
  /** Nothing was written to a socket: no connection, no such host, or we did not try. */
  | { kind: 'not_reached'; code: string }
  /** Too much time had passed since the last check: a fact may have come, so nothing was asked. */
  | { kind: 'late' }
  /** A request may have arrived: timeout, reset, an answer that cannot be read. */
  | { kind: 'ambiguous'; code: string }

export type Settlement =
  | { to: 'sent'; providerRef: string | null }
  /** It is proven that it was not accepted. */
  | { to: 'back'; delayMs: number; code: string; breaker: boolean }
  /** Nothing was tried: it waits to be checked again. */
  | { to: 'again'; code: string }
  | { to: 'failed'; code: string; pointInvalid: boolean }
  | { to: 'unknown'; code: string }

/** Provider's codes that say the number itself is wrong. */
const INVALID_NUMBER = new Set(['invalid_number', 'unknown_subscriber', 'not_a_mobile'])
const REFUSED = new Set([400, 404, 410, 422])
/** The code of a send that would have started too long after its last check. */
const LATE = 'late_after_check'
const FIRST_DELAY = 5_000
const LONGEST_DELAY = 10 * MINUTE

/** 2xx is accepted; 429 and no connection are proven not accepted; 400, 404, 410 and 422 are refused for good; 401 and 403 open the breaker; everything else may have been accepted. */
export function settle(answer: ProviderAnswer, tries: number, seed: string): Settlement {
  if (answer.kind === 'ambiguous') return { to: 'unknown', code: answer.code }
  if (answer.kind === 'late') return { to: 'again', code: LATE }
  if (answer.kind === 'not_reached') {
    return { to: 'back', delayMs: backoff(tries, seed), code: answer.code, breaker: false }
  }
  const { status } = answer
  const code = answer.code ?? `http_${status}`
  if (status >= 200 && status < 300) return { to: 'sent', providerRef: answer.providerRef }
  if (REFUSED.has(status)) return { to: 'failed', code, pointInvalid: INVALID_NUMBER.has(code) }
  if (status === 401 || status === 403) {
    return { to: 'back', delayMs: backoff(tries, seed), code, breaker: true }
  }
  if (status === 429) {
    const delayMs = Math.max(answer.retryAfterMs ?? 0, backoff(tries, seed))
    return { to: 'back', delayMs, code, breaker: false }
  }
  return { to: 'unknown', code }
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

function fraction(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0) / 2 ** 32
}
