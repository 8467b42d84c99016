import type { ParkedRow } from '../core/base/parked.ts'
import type { Bell } from './ports/bell.ts'
import { pageOrHalves } from './ports/isolate.ts'
import { parkContacts } from './ports/parked-contacts.ts'
import type { RelayTx } from './ports/relay.ts'
import type { Transactions } from './ports/transactions.ts'

export interface RelayDeps {
  store: Transactions<RelayTx>
  bell: Pick<Bell, 'ringContacts'>
  /** Hears of contacts that were put aside. */
  tellParked?: (parked: readonly ParkedRow[]) => void
}

/** Hands due contacts to the queue: committed first, rung afterwards, so that a lost ring costs only time. */
export async function relayPage(
  { store, bell, tellParked }: RelayDeps,
  limit = 200,
): Promise<{ queued: number; more: boolean }> {
  const { done, faulty } = await pageOrHalves({
    page: () => store.transaction((tx) => tx.queueDue(limit)),
    rows: () => store.transaction((tx) => tx.dueIds(limit)),
    work: (refs) => store.transaction((tx) => tx.queueDue(refs.length, refs)),
  })
  tellParked?.(await parkContacts(store, 'relay', faulty))
  const rings = done.flat()
  if (rings.length > 0) await bell.ringContacts(rings)
  return { queued: rings.length, more: rings.length === limit || faulty.length > 0 }
}
