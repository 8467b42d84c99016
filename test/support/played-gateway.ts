import type { Provider } from '../../src/flow/ports/deliver.ts'
import type { HttpReply, HttpRequest } from '../../src/providers/adapter.ts'
import { gatewaysAt } from '../../src/shell/provider/adapters.ts'
import { providersOver } from '../../src/shell/provider/providers.ts'

/** What the gateway of every channel is asked. */
export interface Asked {
  method: string
  /** The body of a message that is posted. */
  body: Record<string, string>
  /** The reference that a question is about. */
  reference: string | null
}

/** The gateway of text messages, whose answers are played. */
export function playedGateway(play: (asked: Asked) => HttpReply | Promise<HttpReply>): Provider {
  const client = { exchange: async (request: HttpRequest) => play(askedOf(request)), close: () => {} }
  const adapterOf = gatewaysAt({ sms: { url: 'http://gateway.example', token: 't' } })
  return providersOver({ client, adapterOf, machine: { now: () => 0 } })
}

function askedOf({ method, url, body }: HttpRequest): Asked {
  return {
    method,
    body: body === null ? {} : (JSON.parse(body) as Record<string, string>),
    reference: new URL(url).searchParams.get('reference'),
  }
}
