import type { Parcel, Sent } from '../../channels/channel.ts'
import type { Instant } from '../../core/base/time.ts'
import type { MessageChannel } from '../../core/channel/channel.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { Sighting } from '../../core/deliver/unknown.ts'
import type { Provider } from '../../flow/ports/deliver.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { AnyAdapter, Moment, Query, TokenSource } from '../../providers/adapter.ts'
import type { WireClient } from './wire-client.ts'

/** An adapter by its name and the channel; null = there is none, or what it needs is not set. */
export type AdapterOf = (
  provider: string,
  channel: MessageChannel,
) => Promise<AnyAdapter | null> | AnyAdapter | null

export interface ProvidersDeps {
  client: WireClient
  adapterOf: AdapterOf
  machine: MachineClock
  /** A link, to which one POST opts the address of a message out; absent = nobody knows our own address. */
  optOutLink?: (reference: string) => string
}

const NO_TOKEN: { token?: string } = {}
/** A token that took longer keeps the message until it was checked again. */
const TOKEN_WITHIN_MS = 500
/** Nobody has so many messages to one number on one day. */
const MOST_PAGES = 40

/** Adapters say what is asked and what an answer means; here it is asked. */
export function providersOver(deps: ProvidersDeps): Provider & { close(): void } {
  const { client, adapterOf, machine, optOutLink } = deps
  const tokens = tokensOver(client)
  const tokenFor = async (
    { token: source }: AnyAdapter,
    now: Instant,
    timeoutMs: number,
  ): Promise<Token | typeof NO_TOKEN> => (source ? tokens.of(source, now, timeoutMs) : NO_TOKEN)
  return {
    async send(parcel, timeoutMs) {
      const found = adapterOf(parcel.provider, parcel.channel)
      const adapter = found instanceof Promise ? await found : found
      if (!adapter) return { kind: 'not_reached', code: 'no_provider' }
      const started = machine.now()
      const token = adapter.token ? await tokenFor(adapter, started, timeoutMs) : NO_TOKEN
      if ('none' in token) return { kind: 'not_reached', ...token.none }
      const now = machine.now()
      if (now - started > TOKEN_WITHIN_MS) return { kind: 'late' }
      const moment = optOutLink ? new Linked(now, token, parcel, optOutLink) : { now, ...token }
      const request = made(() => adapter.request(parcel, moment))
      if (!request) return { kind: 'not_tried', code: 'unmade_request' }
      if ('refused' in request) return { kind: 'refused', code: request.refused }
      const answer = adapter.answer(await client.exchange(request, timeoutMs), parcel)
      if (answer.kind !== 'locked_out' || !adapter.token) return answer
      tokens.drop(adapter.token)
      return { kind: 'not_tried', code: answer.code }
    },
    async look(sent, timeoutMs) {
      const adapter = await adapterOf(sent.provider, sent.channel)
      if (!adapter) return { seen: 'no_answer' }
      const now = machine.now()
      const token = await tokenFor(adapter, now, timeoutMs)
      if ('none' in token) return { seen: 'no_answer' }
      if (adapter.capabilities.asked === null) return { seen: 'cannot_ask' }
      const queries = adapter.query(sent, { now, ...token })
      // It could be asked, and not by this process, which may not open the number.
      if (queries.length === 0) return { seen: 'no_answer' }
      const ask = (query: Query) => seenOn({ client, adapter, sent, timeoutMs }, query)
      return eachUntilFound(queries, ask)
    },
    close: () => client.close(),
  }
}

/** The link is signed when an adapter asks for it: most put none into a message. */
class Linked implements Moment {
  readonly now: Instant
  declare readonly token?: string
  readonly #reference: string
  readonly #link: (reference: string) => string

  constructor(
    now: Instant,
    { token }: { token?: string },
    { reference }: Parcel,
    link: (reference: string) => string,
  ) {
    this.now = now
    if (token !== undefined) this.token = token
    this.#reference = reference
    this.#link = link
  }

  get optOutLink(): string {
    return this.#link(this.#reference)
  }
}

/** A message is absent where every question was answered so. */
async function eachUntilFound(
  queries: readonly Query[],
  ask: (query: Query) => Promise<Sighting>,
): Promise<Sighting> {
  let seen: Sighting = { seen: 'absent' }
  for (const query of queries) {
    const one = await ask(query)
    if (one.seen === 'found') return one
    if (one.seen !== 'absent') seen = one
  }
  return seen
}

interface Asking {
  client: WireClient
  adapter: AnyAdapter
  sent: Sent
  timeoutMs: number
}

async function seenOn({ client, adapter, sent, timeoutMs }: Asking, query: Query): Promise<Sighting> {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const request = made(() => query(page))
    if (!request) break
    const seen = adapter.sighting(await client.exchange(request, timeoutMs), sent, page)
    if (seen) return seen
  }
  return { seen: 'no_answer' }
}

/** What cannot be made is not sent: the error may quote a value, and is not kept. */
function made<T>(make: () => T): T | null {
  try {
    return make()
  } catch {
    return null
  }
}

/** Tokens of OAuth 2, each fetched once for all who wait for it, and kept until shortly before its end. */
interface Tokens {
  of(source: TokenSource, now: Instant, timeoutMs: number): Promise<Token>
  /** The provider does not take it any more: the next message fetches another. */
  drop(source: TokenSource): void
}

/** A token, or why there was none to be had. */
type Token = { token: string } | { none: Lost }
type Lost = Pick<ProviderAnswer & { kind: 'not_reached' }, 'code' | 'unanswered'>

/** A request that is on its way when a token ends is refused. */
const SPARE_MS = 30_000

function tokensOver(client: WireClient): Tokens {
  const kept = new WeakMap<TokenSource, { token: string; until: Instant }>()
  const asked = new WeakMap<TokenSource, Promise<Token>>()
  const fetch = async (source: TokenSource, now: Instant, timeoutMs: number): Promise<Token> => {
    const reply = await client.exchange(source.request(now), timeoutMs)
    const read = source.read(reply)
    if (read)
      kept.set(source, {
        token: read.token,
        until: now + Math.max(read.lastsMs - SPARE_MS, read.lastsMs / 2),
      })
    // Whoever gives tokens and does not answer is as silent as one who takes messages.
    if (read) return { token: read.token }
    if (reply.kind === 'answered') return { none: { code: 'no_token' } }
    const { kind: _, ...lost } = reply
    return { none: lost }
  }
  return {
    async of(source, now, timeoutMs) {
      const own = kept.get(source)
      if (own && now < own.until) return { token: own.token }
      const underWay = asked.get(source)
      if (underWay) return beside(await underWay)
      const asking = fetch(source, now, timeoutMs).finally(() => asked.delete(source))
      asked.set(source, asking)
      return asking
    },
    drop: (source) => void kept.delete(source),
  }
}

/** One request that nobody answered is one, however many wait for its token. */
function beside(token: Token): Token {
  return 'none' in token && token.none.unanswered ? { none: { ...token.none, unanswered: 0 } } : token
}
