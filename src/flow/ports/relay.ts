import type { ContactJob } from './enqueuer.ts'
import type { ContactRef } from './deliver.ts'
import type { ParkTx } from './park.ts'

export interface RelayTx extends ParkTx {
  /** Up to `limit` due rows go from `planned` to `queued`, oldest first; one that another relay holds or that is put aside is skipped; of `only`, or of all. */
  queueDue(limit: number, only?: readonly ContactRef[]): Promise<ContactJob[]>
  /** Their ids alone. */
  dueIds(limit: number): Promise<ContactRef[]>
}
