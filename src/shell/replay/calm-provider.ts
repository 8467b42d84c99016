import type { Provider } from '../../flow/ports/deliver.ts'

/** A provider that accepts every message at once, as the simulated one does when it is calm. */
export function calmProvider(): Provider {
  let accepted = 0
  return {
    send: async () => ({ kind: 'accepted', providerRef: `calm-${++accepted}` }),
    look: async () => ({ seen: 'no_answer' }),
  }
}
