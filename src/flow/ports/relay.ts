import type { ContactRing } from './bell.ts'
import type { ContactRef } from './deliver.ts'
import type { ParkTx } from './park.ts'

export interface RelayTx extends ParkTx {
  /** Up to `limit` due rows from `planned` to `queued`, oldest first, skipping what another relay holds and what is put aside; of `only`, or of all. */
  queueDue(limit: number, only?: readonly ContactRef[]): Promise<ContactRing[]>
  /** Their ids alone. */
  dueIds(limit: number): Promise<ContactRef[]>
}
