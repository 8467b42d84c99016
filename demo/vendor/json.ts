import { createHmac } from 'node:crypto'
import type { Answer, Asked, Message, Protocol } from './vendor.ts'

/** JSON, a bearer token, `Idempotency-Key`, messages found by our reference, signed events. */
export function jsonProtocol({ token, secret }: { token: string; secret: string }): Protocol {
  const sign = (body: string, timestamp: number): string =>
    `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
  return {
    sendIn: (asked) => {
      if (asked.headers.authorization !== `Bearer ${token}`) return 'stranger'
      if (asked.method !== 'POST' || asked.url.pathname !== '/v1/messages') return null
      const { client_ref, to, body: text } = JSON.parse(asked.body) as Record<string, string>
      if (client_ref === undefined || asked.headers['idempotency-key'] !== client_ref) return 'stranger'
      return { reference: client_ref, to: to ?? '', text: text ?? '' }
    },
    accepted: ({ id, reference }) => ({ status: 201, body: { id, client_ref: reference } }),
    says: (what, text) => {
      const code = {
        busy: 'too_many',
        invalid_number: 'invalid_to',
        failure: text,
        stranger: 'unauthorized',
      }[what]
      const status = { busy: 429, invalid_number: 422, failure: 502, stranger: 401 }[what]
      return { status, body: { error: { code, message: text } }, headers: { 'retry-after': '1' } }
    },
    other: found,
    post: ({ message, status, now }) => {
      const words = { arrived: 'delivered', lost: 'rejected', unheard_of: 'teleported' }
      const event = {
        event_id: `e-${message.id}-${status}`,
        type: 'message.status',
        client_ref: message.reference,
        message_id: message.id,
        status: words[status],
        time: new Date(now).toISOString(),
      }
      const body = JSON.stringify({ events: [event] })
      const timestamp = Math.floor(now / 1000)
      const headers = { 'x-timestamp': String(timestamp), 'x-signature': sign(body, timestamp) }
      return { path: '', headers: { 'content-type': 'application/json', ...headers }, body }
    },
    forged: (post) => ({ ...post, headers: { ...post.headers, 'x-signature': `sha256=${'0'.repeat(64)}` } }),
  }
}

function found({ url }: Asked, taken: readonly Message[]): Answer {
  if (url.pathname !== '/v1/messages') return { status: 404, body: {} }
  const reference = url.searchParams.get('client_ref')
  const data = taken.filter((one) => one.reference === reference)
  return { status: 200, body: { data: data.map(({ id }) => ({ id, client_ref: reference })) } }
}
