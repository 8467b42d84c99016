import type { Parcel, Sent } from '../channels/channel.ts'
import type { MessageChannel } from '../core/channel/channel.ts'
import type { Instant } from '../core/base/time.ts'
import type { ProviderAnswer } from '../core/deliver/provider-answer.ts'
import type { Sighting } from '../core/deliver/unknown.ts'
import type { Capabilities } from './class.ts'

/** One HTTP request, as it goes out. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Readonly<Record<string, string>>
  body: string | null
}

/** The message cannot be put as the provider demands: nothing is sent, and it counts as refused. */
export interface Unmade {
  refused: string
}

/** One e-mail to one address, as it is given to a mail server. */
export interface SmtpRequest {
  server: MailServer
  /** The address to which what becomes of it is told. */
  returnPath: string
  /** RFC 3461, where the server can: on what it is told, and by which name. */
  notify: readonly ('SUCCESS' | 'FAILURE')[]
  envelopeId: string
  mail: Mail
}

export interface MailServer {
  host: string
  port: number
  /** `starttls`: the connection is made secure before anything is said, or given up. */
  tls: 'implicit' | 'starttls' | 'none'
  /** The file of the private authority that signed for it; absent = authorities that everybody knows. */
  ca?: string
  /** What we call ourselves. */
  name?: string
  user?: string
  password?: string
}

export interface Mail {
  from: string
  replyTo?: string
  to: string
  subject: string
  text: string
  html: string
  messageId: string
  date: Date
  headers: Readonly<Record<string, string>>
}

/** What is given to a provider, over whatever it speaks. */
export type WireRequest = HttpRequest | SmtpRequest

/** What became of it on the socket. A mail server's answer has its code as `status` and a `MailReply` as body; `not_reached` = no byte of the message was written. `unanswered`: the other side was silent for as long as there was time; 0 = nobody can tell, since this process did not run meanwhile. */
export type HttpReply =
  | { kind: 'answered'; status: number; retryAfterMs: number | null; body: unknown }
  | { kind: 'not_reached'; code: string; unanswered?: 0 | 1 }
  | { kind: 'ambiguous'; code: string; unanswered?: 0 | 1 }

/** What a request is made with beside the message. */
export interface Moment {
  /** Machine time: signatures are judged by the provider's clock, and never by a virtual one. */
  now: Instant
  /** The token of OAuth 2; absent = none is needed. */
  token?: string
  /** One POST to it opts the address out; it is signed when it is read. Absent = nobody knows our address. */
  optOutLink?: string
}

/** The source of a token that every request carries. */
export interface TokenSource {
  request(now: Instant): HttpRequest
  /** Null = there is no token in the answer. */
  read(reply: HttpReply): { token: string; lastsMs: number } | null
}

/** One question to a provider; a long answer comes in pages, from 1. */
export type Query = (page: number) => HttpRequest

/** What a provider posted to us, as it came. */
export interface Posted {
  headers: Readonly<Record<string, string | undefined>>
  /** The parts of the address behind its question mark. */
  query: Readonly<Record<string, string>>
  /** The path and query, as the provider called them. */
  url: string
  body: Buffer
}

/** One thing that was told. */
export interface Told {
  /** The same when it is told again. */
  id: string
  /** What it says in the words of our own callbacks, as far as it says it; null = nothing that anybody here wants to know. A receipt without a reference is about the message that the provider calls by its id. */
  given: Record<string, unknown> | null
  /** What was said, word for word: told again it is the same. */
  said: unknown
  /** It does not say when: it is told as of when it came. */
  undated?: true
}

export type ReadPosted =
  | { ok: true; told: Told[] }
  /** It did not come from the provider, it is too old, or it is no document at all. */
  | { ok: false; why: 'bad_signature' | 'stale_signature' | 'malformed' }

export interface CallbackReader<Read = ReadPosted> {
  read(posted: Posted, now: Instant): Read
  /** What the provider wants to hear where all is well; absent = our own answer. */
  thanks?: { type: string; body: string }
  /** What is answered to a GET with which a provider asks whether the address is ours; null = whoever asks does not know our word. Absent = nobody asks. */
  greet?(query: Posted['query']): string | null
}
export type AnyReader = CallbackReader<ReadPosted | Promise<ReadPosted>>

/** What a provider posts is verified and read as its file says; null = no provider of that name tells anything. */
export type ReaderOf = (provider: string, channel: MessageChannel) => Promise<AnyReader | null>

/** A provider: how it is told of a message, and how what it says is understood. It holds no state and sends nothing itself. */
export interface Adapter<Request extends WireRequest = HttpRequest, Read = ReadPosted> {
  capabilities: Capabilities
  token?: TokenSource
  request(parcel: Parcel, moment: Moment): Request | Unmade
  answer(reply: HttpReply, parcel: Parcel): ProviderAnswer
  /** All of them must be answered with `absent` before the message is; none = it cannot be asked. */
  query(sent: Sent, moment: Moment): Query[]
  /** What a page of the answer says of this message; null = the next page may say it. */
  sighting(reply: HttpReply, sent: Sent, page: number): Sighting | null
  /** Null = it tells nothing by itself, or in the gateway's own way. */
  callback: CallbackReader<Read> | null
}
export type AnyAdapter = Adapter<WireRequest, ReadPosted | Promise<ReadPosted>>
