import { createHmac } from 'node:crypto'
import type { Asked, Protocol } from './vendor.ts'

interface Keys {
  id: string
  secret: string
  signing: string
  callback: string
}

/** XML under a token of OAuth 2, each request signed; nothing can be asked, and a form tells what became of a message. */
export function xmlProtocol(keys: Keys): Protocol {
  const tokens = new Set<string>()
  const isKnown = (asked: Asked): boolean =>
    tokens.has(asked.headers.authorization ?? '') &&
    asked.headers['x-request-signature'] === signed(asked, keys)
  return {
    sendIn: (asked) => {
      if (asked.url.pathname !== '/submit') return null
      if (!isKnown(asked)) return 'stranger'
      const of = (tag: string): string =>
        plain(new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(asked.body)?.[1] ?? '')
      return { reference: of('reference'), to: of('to'), text: of('text') }
    },
    accepted: ({ id }) => ({ status: 202, body: { submission: id } }),
    says: (what, text) => {
      const reason = { busy: 'BUSY', invalid_number: 'BAD_MSISDN', failure: text, stranger: 'UNKNOWN' }[what]
      const status = { busy: 429, invalid_number: 400, failure: 500, stranger: 401 }[what]
      return { status, body: { reason } }
    },
    other: (asked) => {
      const form = new URLSearchParams(asked.body)
      const isClient = form.get('client_id') === keys.id && form.get('client_secret') === keys.secret
      if (asked.url.pathname !== '/oauth/token' || !isClient) return { status: 404, body: {} }
      const token = `token-${tokens.size + 1}`
      tokens.add(`Bearer ${token}`)
      return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: 3600 } }
    },
    post: ({ message, status, now }) => {
      const words = { arrived: 'DELIVERED', lost: 'REJECTED', unheard_of: 'TELEPORTED' }
      const body = new URLSearchParams({
        reference: message.reference,
        submission: message.id,
        state: words[status],
        when: String(Math.floor(now / 1000)),
      })
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      return { path: `?key=${keys.callback}`, headers, body: body.toString() }
    },
    forged: (post) => ({ ...post, path: '?key=guessed' }),
  }
}

function signed({ method, url, headers, body }: Asked, { signing }: Keys): string {
  const over = `${method}.${url.pathname}.${String(headers['x-request-time'])}.${body}`
  return createHmac('sha256', signing).update(over).digest('base64')
}

function plain(text: string): string {
  const signs = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: keyof typeof signs) => signs[name])
}
