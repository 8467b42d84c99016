import type { Channel } from '../core/base/list.ts'
import type { Instant } from '../core/base/time.ts'
import type { Disposition } from '../core/fact/disposition.ts'
import type { Placeholder, Template } from '../core/config/template.ts'
import type { ProviderAnswer } from '../core/deliver/settle.ts'
import type { Sighting } from '../core/deliver/unknown.ts'

/** Turns a permitted contact into a request to a provider, and what the provider says into a result. Never decides whether to send. */
export type ContactChannel = MessageChannel | TaskChannel

export interface MessageChannel {
  readonly kind: 'message'
  readonly channel: Channel
  render(template: Template, values: Values): Rendered
  request(parcel: Parcel): ProviderRequest
  /** What the answer to `request` means. */
  answer(reply: ProviderReply): ProviderAnswer
  /** How to ask under our reference; null = this provider cannot be asked. */
  query(reference: string): ProviderRequest | null
  sighting(reply: ProviderReply): Sighting
}

/** A person does it: an agent on the phone, somebody at the door. */
export interface TaskChannel {
  readonly kind: 'task'
  readonly channel: Channel
  readonly table: 'call_task' | 'visit_ticket'
  /** From the claim until the dial or the arrival, at most. */
  readonly actWithinMs: number
  /** What the claim calls that moment. */
  readonly actBefore: 'dialBefore' | 'arriveBefore'
  readonly dispositions: readonly Disposition[]
}

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
