import type { Bell } from './ports/bell.ts'
import type { RelayTx } from './ports/relay.ts'
import type { Transactions } from './ports/transactions.ts'

export interface RelayDeps {
  store: Transactions<RelayTx>
  bell: Pick<Bell, 'ringContacts'>
}

/** Hands due contacts to the queue: committed first, rung afterwards, so that a lost ring costs only time. */
export async function relayPage(deps: RelayDeps, limit = 200): Promise<{ queued: number; more: boolean }> {
  const rings = await deps.store.transaction((tx) => tx.queueDue(limit))
  if (rings.length > 0) await deps.bell.ringContacts(rings)
  return { queued: rings.length, more: rings.length === limit }
}
