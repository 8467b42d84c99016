import type { Loop, ParkedRow } from '../../core/base/parked.ts'
import type { ContactRef } from './deliver.ts'
import { faultyRow } from './isolate.ts'
import { parkAll, type ParkTx } from './park.ts'
import type { Transactions } from './transactions.ts'

/** Contacts that spoilt their page alone. */
export function parkContacts<Tx extends ParkTx>(
  store: Transactions<Tx>,
  loop: Loop,
  faulty: readonly { row: ContactRef; error: unknown }[],
): Promise<ParkedRow[]> {
  const rows = faulty.map(({ row: { contact, person }, error }) =>
    faultyRow(error, { loop, kind: 'contact', id: contact, person }),
  )
  return parkAll(store, rows)
}
