import { HOUR, type Instant } from '../base/time.ts'

/** What the provider says when asked under our reference. */
export type Sighting =
  | { seen: 'found'; providerRef: string | null }
  | { seen: 'absent' }
  /** The provider cannot be asked, by nature. */
  | { seen: 'cannot_ask' }
  /** It could, but did not answer: asked again later. */
  | { seen: 'no_answer' }

export type Resolution =
  | { to: 'sent'; providerRef: string | null }
  /** The provider said `absent` twice, a quiet period apart: it was never accepted. */
  | { to: 'again' }
  | { to: 'wait'; asked: boolean }
  | { to: 'human' }

interface Unknown {
  /** The instant since which it is unknown, and those at which the provider was asked and said `absent`, in business time. */
  since: Instant
  askedAt: readonly Instant[]
}

/** A provider that has not answered for so long is a human's affair. */
const PATIENCE = 24 * HOUR

/** The time after which an accepted message is visible to a query: longest acceptance + index lag + skew. */
export function dueToAsk({ since, askedAt }: Unknown, now: Instant, quietMs: number): boolean {
  return now - (askedAt.at(-1) ?? since) >= quietMs
}

export function resolveUnknown(
  unknown: Unknown,
  sighting: Sighting,
  now: Instant,
  quietMs: number,
): Resolution {
  switch (sighting.seen) {
    case 'found':
      return { to: 'sent', providerRef: sighting.providerRef }
    case 'cannot_ask':
      return { to: 'human' }
    case 'no_answer':
      return now - unknown.since >= PATIENCE ? { to: 'human' } : { to: 'wait', asked: false }
    case 'absent': {
      const before = unknown.askedAt.at(-1)
      return before !== undefined && now - before >= quietMs ? { to: 'again' } : { to: 'wait', asked: true }
    }
  }
}
