/** What a provider may say to one message: every one of these is a proof. */
export const PROVIDER_WORDS = [
  'accepted',
  'refused',
  'invalid_number',
  'opted_out',
  'rate_limited',
  'locked_out',
] as const
export type ProviderWord = (typeof PROVIDER_WORDS)[number]

/** Words about whoever is behind the number or address, whatever the message says. */
const ABOUT_NUMBER = ['invalid_number', 'opted_out'] as const satisfies readonly ProviderWord[]
export type AboutNumber = (typeof ABOUT_NUMBER)[number]

/** What came back of one request to a provider. */
export type ProviderAnswer =
  | { kind: 'accepted'; providerRef: string | null }
  /** It stands with us, to be handed over together with others: it is not sent before that, and may still be taken out. */
  | { kind: 'kept' }
  /** It will not take this message, now or later: whoever is behind an `opted_out` number told the provider to stop. */
  | { kind: 'refused' | AboutNumber; code: string }
  /** It took nothing, and may take it later. */
  | { kind: 'rate_limited'; code: string; retryAfterMs: number | null }
  /** It took nothing, since it does not know us. */
  | { kind: 'locked_out'; code: string }
  /** Nothing was written to a socket: no connection, no such host, no such provider. */
  | ({ kind: 'not_reached'; code: string } & Unanswered & FromSilent)
  /** We did not try. */
  | ({ kind: 'not_tried'; code: string } & FromSilent)
  /** Too much time had passed since the last check: a fact may have come, so nothing was asked. */
  | { kind: 'late' }
  /** A request may have arrived: timeout, reset, an answer that cannot be read. */
  | ({ kind: 'ambiguous'; code: string } & Unanswered & FromSilent)

interface Unanswered {
  /** How many requests of this message the provider left without an answer for as long as they may take; 0 = it waited for a token that another message asked for, or this process did not run meanwhile. Absent = it was something else. */
  unanswered?: 0 | 1
}

interface FromSilent {
  /** The provider has answered none of the last messages. */
  silent?: true
}

type Yes = 'accepted'
/** Every other word says that it took nothing. */
export type NoWord = Exclude<ProviderWord, Yes>

export function isYes(word: ProviderWord): word is Yes {
  return word === 'accepted'
}

export function isAboutNumber(word: string): word is AboutNumber {
  return (ABOUT_NUMBER as readonly string[]).includes(word)
}

/** Whoever is behind the number told the provider to stop. */
export function asksToStop(word: NoWord | null): boolean {
  return word === 'opted_out'
}

/** A provider's no; one that may take the message later may say when. */
export function saidNo(kind: NoWord, code: string, retryAfterMs: number | null): ProviderAnswer {
  return kind === 'rate_limited' ? { kind, code, retryAfterMs } : { kind, code }
}
