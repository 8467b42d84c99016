import type { Parcel, Sent } from '../channels/channel.ts'
import type { Instant } from '../core/base/time.ts'
import type { ProviderAnswer } from '../core/deliver/provider-answer.ts'
import type { Sighting } from '../core/deliver/unknown.ts'

/** One HTTP request, as it goes out. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Readonly<Record<string, string>>
  body: string | null
}

/** What became of it on the socket. */
export type HttpReply =
  | { kind: 'answered'; status: number; retryAfterMs: number | null; body: unknown }
  | { kind: 'not_reached'; code: string }
  | { kind: 'ambiguous'; code: string }

/** What a request is made with beside the message. */
export interface Moment {
  /** Machine time: signatures are judged by the provider's clock, and never by a virtual one. */
  now: Instant
}

/** One question to a provider; a long answer comes in pages, from 1. */
export type Query = (page: number) => HttpRequest

/** A provider: how it is told of a message, and how what it says is understood. It holds no state and sends nothing itself. */
export interface Adapter {
  request(parcel: Parcel, moment: Moment): HttpRequest
  answer(reply: HttpReply, parcel: Parcel): ProviderAnswer
  /** All of them must be answered with `absent` before the message is; none = it cannot be asked. */
  query(sent: Sent, moment: Moment): Query[]
  /** What a page of the answer says of this message; null = the next page may say it. */
  sighting(reply: HttpReply, sent: Sent, page: number): Sighting | null
}
