import type { Instant } from '../core/base/time.ts'
import type { Placeholder } from '../core/model/template.ts'
import type { MessageChannel } from '../core/channel/channel.ts'

/** A channel turns a permitted attempt into a text; a provider carries it. */

export type Values = Readonly<Record<Placeholder, string>>

/** What a debtor will read; `subject`: of a message that has one. */
export interface Words {
  text: string
  subject?: string
  segments: number
}

export type Rendered =
  | ({ ok: true } & Words)
  | { ok: false; why: 'empty_placeholder' | 'unknown_placeholder' | 'too_long'; detail: string }

/** A text was made of these: some providers take them instead of the text. */
export interface MadeOf {
  template: string
  locale: string
  values: Values
}

/** One message on its way. */
export interface Parcel {
  channel: MessageChannel
  /** The name of who carries it. */
  provider: string
  /** Our reference at the provider. */
  reference: string
  to: string
  text: string
  /** Absent = it is a text that no template says. */
  madeOf?: MadeOf
  /** A titled message has one. */
  subject?: string
  /** Business time of the send, and that after which the provider must not deliver it any more. */
  at: Instant
  validUntil: Instant
}

/** A message that was sent, or perhaps was: what those that can be asked are asked by. */
export interface Sent extends Pick<Parcel, 'channel' | 'provider' | 'reference'> {
  /** Null where whoever asks may not open it. */
  to: string | null
  at: Instant | null
  /** The provider's own id, if it ever said one. */
  providerRef: string | null
}
