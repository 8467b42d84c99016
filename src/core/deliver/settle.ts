import { assertNever } from '../base/assert-never.ts'
import { MINUTE } from '../base/time.ts'
import type { BreakerKind } from './brake.ts'
import type { AboutNumber, ProviderAnswer } from './provider-answer.ts'

export type Settlement =
  | { to: 'sent'; providerRef: string | null }
  /** It goes on being made: whoever hands it over says what became of it. */
  | { to: 'sending' }
  /** It is proven that it was not accepted. `passedOver`: the providers that were not reached; while there are others, one of them is next. `untried`: the provider is silent and was not asked; that counts as no try, and takes no place of the hourly rate. */
  | {
      to: 'back'
      delayMs: number
      code: string
      breaker: Opens
      passedOver: readonly string[]
      untried?: true
    }
  /** Nothing was tried: it waits to be checked again. */
  | { to: 'again'; code: string }
  /** `about`: what the provider says of the number or address itself. */
  | { to: 'failed'; code: string; about: AboutNumber | null }
  | { to: 'unknown'; code: string; breaker: Opens }

/** The breaker of its provider, where the answer opens it. */
type Opens = BreakerKind | null

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
      return back(sending, answer.code, { least: answer.retryAfterMs ?? 0 })
    case 'locked_out':
      return back(sending, answer.code, { breaker: 'refuses' })
    case 'not_reached':
      return sending.hasOther ? passOver(answer, sending) : back(sending, answer.code, opened(answer))
    case 'not_tried':
      // Its breaker is open: the next one to carry it is another, which need not wait.
      return answer.silent ? untried(answer.code, sending) : back(sending, answer.code, {})
    case 'late':
      return { to: 'again', code: LATE }
    case 'ambiguous':
      return { to: 'unknown', code: answer.code, ...opened(answer) }
    default:
      return assertNever(answer)
  }
}

function opened({ silent }: { silent?: true }): { breaker: Opens } {
  return { breaker: silent ? 'silent' : null }
}

function back(
  { tries, reference }: Settling,
  code: string,
  { least = 0, breaker = null }: { least?: number; breaker?: Opens },
): Settlement {
  const delayMs = Math.max(least, backoff(tries, reference))
  return { to: 'back', delayMs, code, breaker, passedOver: [] }
}

function untried(code: string, { tries, reference, passedOver, hasOther }: Settling): Settlement {
  const common = { to: 'back', code, breaker: 'silent', untried: true } as const
  return hasOther
    ? { ...common, delayMs: 0, passedOver }
    : { ...common, delayMs: backoff(tries, reference), passedOver: [] }
}

function passOver(answer: { code: string; silent?: true }, { provider, passedOver }: Settling): Settlement {
  const { code } = answer
  return { to: 'back', delayMs: 0, code, ...opened(answer), passedOver: [...passedOver, provider] }
}

/** The answer is true where the provider is silent and nobody asked it. */
export function isUntried(settlement: Settlement): boolean {
  return settlement.to === 'back' && settlement.untried === true
}

/** The breaker that a settlement opens. */
export function breakerOf(settlement: Settlement): Opens {
  return 'breaker' in settlement ? settlement.breaker : null
}

/** The wait doubles from 5 s to 10 min, spread over half of it by a hash of the seed. */
export function backoff(tries: number, seed: string): number {
  const full = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, tries - 1))
  return Math.round(full * (0.5 + 0.5 * fraction(`${seed}#${tries}`)))
}

/** A number from 0 up to 1, the same for the same text. */
export function fraction(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0) / 2 ** 32
}
