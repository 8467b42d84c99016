import { createHmac } from 'node:crypto'
import type { Protocol } from './vendor.ts'

/** The gateway of the settings speaks the protocol of docs/http.md. */
export function gatewayProtocol({ token, secret }: { token: string; secret: string }): Protocol {
  return {
    sendIn: ({ method, url, headers, body }) => {
      if (headers.authorization !== `Bearer ${token}`) return 'stranger'
      if (method !== 'POST' || url.pathname !== '/messages') return null
      return JSON.parse(body) as { reference: string; to: string; text: string }
    },
    accepted: ({ id }) => ({ status: 202, body: { id } }),
    says: (what, text) => {
      const code = {
        busy: 'too_many',
        invalid_number: 'invalid_number',
        failure: text,
        stranger: 'unauthorized',
      }[what]
      const status = { busy: 429, invalid_number: 422, failure: 502, stranger: 401 }[what]
      return { status, body: { code }, headers: { 'retry-after': '1' } }
    },
    other: ({ url }, taken) => {
      const reference = url.searchParams.get('reference')
      const messages = taken.filter((one) => one.reference === reference)
      return { status: 200, body: { messages: messages.map(({ id }) => ({ id, reference })) } }
    },
    post: ({ message, status: met, now }) => {
      const status = { arrived: 'delivered', lost: 'undelivered', unheard_of: 'teleported' }[met]
      const id = `${message.id}-${status}`
      const at = new Date(now).toISOString()
      const body = JSON.stringify({
        type: 'receipt',
        reference: message.reference,
        id: message.id,
        status,
        at,
      })
      const timestamp = String(Math.floor(now / 1000))
      const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
      const signature = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }
      return { path: '', headers: { 'content-type': 'application/json', ...signature }, body }
    },
    forged: (post) => ({ ...post, headers: { ...post.headers, 'webhook-signature': 'v1,AAAA' } }),
  }
}
