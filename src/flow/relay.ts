import type { ParkedRow } from '../core/base/parked.ts'
import type { Enqueuer } from './ports/enqueuer.ts'
import { pageOrHalves } from './ports/isolate.ts'
import { parkContacts } from './ports/parked-contacts.ts'
import type { RelayTx } from './ports/relay.ts'
import type { Transactions } from './ports/transactions.ts'

export interface RelayDeps {
  store: Transactions<RelayTx>
  enqueuer: Pick<Enqueuer, 'enqueueContacts'>
  /** It is called with the contacts that were put aside. */
  tellParked?: (parked: readonly ParkedRow[]) => void
}

/** Due contacts are handed to the queue: they are committed first and enqueued afterwards, so that a lost job costs only time. */
export async function relayPage(
  { store, enqueuer, tellParked }: RelayDeps,
  limit = 200,
): Promise<{ queued: number; more: boolean }> {
  const { done, faulty } = await pageOrHalves({
    page: () => store.transaction((tx) => tx.queueDue(limit)),
    rows: () => store.transaction((tx) => tx.dueIds(limit)),
    work: (refs) => store.transaction((tx) => tx.queueDue(refs.length, refs)),
  })
  tellParked?.(await parkContacts(store, 'relay', faulty))
  const rings = done.flat()
  if (rings.length > 0) await enqueuer.enqueueContacts(rings)
  return { queued: rings.length, more: rings.length === limit || faulty.length > 0 }
}
