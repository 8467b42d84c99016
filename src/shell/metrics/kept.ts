import type { MachineClock } from '../../flow/ports/transactions.ts'

/** At most this share of the time goes into reading, however large the book. */
const SHARE = 100
const LEAST_MS = 3_000
/** An alarm that takes such a reading promises to have rung by then. */
const MOST_MS = 240_000

/** A reading that is asked for again only after a while: at least three seconds, a hundred times as long as it took, and four minutes at most. */
export function kept<T>(clock: MachineClock, read: () => Promise<T>): () => Promise<T> {
  let latest: Promise<T> | null = null
  let until = 0
  let from = 0
  return () => {
    const now = clock.now()
    // Where the clock was put back, the reading would be kept for as long as the clock jumped.
    if (latest && now < until && now >= from) return latest
    from = now
    until = Number.POSITIVE_INFINITY
    const reading = read()
    latest = reading
    // The failure itself is the caller's to handle; here it only means: ask again.
    void reading
      .then(() => now + Math.min(MOST_MS, Math.max(LEAST_MS, (clock.now() - now) * SHARE)))
      .catch(() => 0)
      .then((next) => (until = next))
    return reading
  }
}
