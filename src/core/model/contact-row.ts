import type { Instant } from '../base/time.ts'
import type { ContactFile } from './dossier.ts'
import type { Reason } from './verdict.ts'

/** A contact as the outbox has it: the file that is judged, and what sending it needs. */
export interface ContactRow extends ContactFile {
  dpd: number | null
  template: string | null
  durationMinutes: number
  /** Raised whenever the row is handed back: part of the job id. */
  ring: number
  tries: number
  /** Our reference at the provider: a UUID. */
  clientRef: string
  leaseToken: string | null
  /** Machine time. */
  leaseUntil: Instant | null
  agent: string | null
  providerRef: string | null
  providerCode: string | null
  reasons: Reason[]
  createdAt: Instant
  changedAt: Instant
}
