import type { Instant } from '../core/base/time.ts'
import type { Placeholder } from '../core/model/template.ts'

/** A channel turns a permitted attempt into a request, and reads what the provider answers and tells. */

export type Values = Readonly<Record<Placeholder, string>>

export type Rendered =
  | { ok: true; text: string; segments: number }
  | { ok: false; why: 'empty_placeholder' | 'unknown_placeholder' | 'too_long'; detail: string }

/** One message on its way. */
export interface Parcel {
  /** Our reference at the provider. */
  reference: string
  to: string
  text: string
  /** Business time after which the provider must not deliver it any more. */
  validUntil: Instant
}

export interface ProviderRequest {
  method: 'GET' | 'POST'
  path: string
  body: Record<string, unknown> | null
}

export type ProviderReply =
  | { kind: 'answered'; status: number; retryAfterMs: number | null; body: unknown }
  | { kind: 'not_reached'; code: string }
  | { kind: 'ambiguous'; code: string }
