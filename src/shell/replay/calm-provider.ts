import type { Provider } from '../../flow/ports/deliver.ts'

/** A provider that accepts every message at once, as the simulated one does when it is calm. */
export function calmProvider(): Provider {
  let accepted = 0
  return {
    exchange: async () => ({
      kind: 'answered',
      status: 202,
      retryAfterMs: null,
      body: { id: `calm-${++accepted}` },
    }),
  }
}
