import type { Sent } from '../../channels/channel.ts'
import type { MessageChannel } from '../../core/channel/channel.ts'
import type { Sighting } from '../../core/deliver/unknown.ts'
import { GATEWAY } from '../../core/model/routes.ts'
import type { Provider } from '../../flow/ports/deliver.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Adapter, HttpRequest, Query } from '../../providers/adapter.ts'
import { type GatewayAddress, gatewayAdapter } from '../../providers/gateway/gateway.ts'
import type { HttpClient } from './http-client.ts'

/** An adapter by its name and the channel; null = there is none, or what it needs is not set. */
export type AdapterOf = (
  provider: string,
  channel: MessageChannel,
) => Promise<Adapter | null> | Adapter | null

export interface ProvidersDeps {
  client: HttpClient
  adapterOf: AdapterOf
  machine: MachineClock
}

/** Nobody has so many messages to one number on one day. */
const MOST_PAGES = 40

/** Adapters say what is asked and what an answer means; here it is asked. */
export function providersOver({ client, adapterOf, machine }: ProvidersDeps): Provider & { close(): void } {
  return {
    async send(parcel, timeoutMs) {
      const adapter = await adapterOf(parcel.provider, parcel.channel)
      if (!adapter) return { kind: 'not_reached', code: 'no_provider' }
      const request = made(() => adapter.request(parcel, { now: machine.now() }))
      if (!request) return { kind: 'not_tried', code: 'unmade_request' }
      return adapter.answer(await client.exchange(request, timeoutMs), parcel)
    },
    async look(sent, timeoutMs) {
      const adapter = await adapterOf(sent.provider, sent.channel)
      if (!adapter) return { seen: 'no_answer' }
      const queries = adapter.query(sent, { now: machine.now() })
      if (queries.length === 0) return { seen: 'cannot_ask' }
      const ask = (query: Query) => seenOn({ client, adapter, sent, timeoutMs }, query)
      return eachUntilFound(queries, ask)
    },
    close: () => client.close(),
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
  client: HttpClient
  adapter: Adapter
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
function made(make: () => HttpRequest): HttpRequest | null {
  try {
    return make()
  } catch {
    return null
  }
}

/** The gateways of the settings, by channel. */
export function gatewaysAt(
  channels: Readonly<Record<string, GatewayAddress>>,
): (provider: string, channel: string) => Adapter | null {
  const made = new Map(Object.entries(channels).map(([channel, at]) => [channel, gatewayAdapter(at)]))
  return (provider, channel) => (provider === GATEWAY ? (made.get(channel) ?? null) : null)
}
