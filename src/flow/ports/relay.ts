import type { ContactRing } from './bell.ts'
import type { HasNow } from './transactions.ts'

export interface RelayTx extends HasNow {
  /** Up to `limit` due rows from `planned` to `queued`, oldest first, skipping what another relay holds. */
  queueDue(limit: number): Promise<ContactRing[]>
}
