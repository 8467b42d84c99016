import { createHmac } from 'node:crypto'
import type { Protocol } from './vendor.ts'

export interface TwilioAccount {
  account: string
  token: string
  /** Receipts go there, with what the message brought as its callback address. */
  callbacks: string
}

/** The Message resource of https://www.twilio.com/docs/messaging/api/message-resource: a form under basic authorization; each message brings the address to which its receipts are posted, signed over that address. */
export function twilioProtocol({ account, token, callbacks }: TwilioAccount): Protocol {
  const addresses = new Map<string, string>()
  const basic = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`
  return {
    sendIn: (asked) => {
      if (asked.headers.authorization !== basic) return 'stranger'
      if (asked.url.pathname !== `/2010-04-01/Accounts/${account}/Messages.json`) return null
      const form = new URLSearchParams(asked.body)
      const address = form.get('StatusCallback') ?? ''
      const reference = new URL(address).searchParams.get('reference') ?? ''
      addresses.set(reference, address)
      return { reference, to: form.get('To') ?? '', text: form.get('Body') ?? '' }
    },
    accepted: ({ id, to }) => ({ status: 201, body: { sid: id, to, status: 'queued', error_code: null } }),
    says: (what, text) => {
      const code = { busy: 20429, invalid_number: 21211, failure: text, stranger: 20003 }[what]
      const status = { busy: 429, invalid_number: 400, failure: 400, stranger: 401 }[what]
      return { status, body: { code, message: text, status } }
    },
    other: () => ({ status: 404, body: { code: 20404, status: 404 } }),
    post: ({ message, status }) => {
      const words = { arrived: 'delivered', lost: 'undelivered', unheard_of: 'teleported' }
      const address = addresses.get(message.reference) ?? `${callbacks}?reference=${message.reference}`
      const said = {
        MessageSid: message.id,
        MessageStatus: words[status],
        To: message.to,
        ApiVersion: '2010-04-01',
      }
      const form = { ...said, ...(status === 'lost' && { ErrorCode: '30003' }) }
      return twilioPost(form, address, token)
    },
    forged: (post) => ({ ...post, headers: { ...post.headers, 'x-twilio-signature': 'AAAA' } }),
  }
}

/** A person writes. */
export function twilioInbound(
  { token, callbacks }: TwilioAccount,
  from: string,
  text: string,
  id = 'SM-in-1',
) {
  const form = {
    MessageSid: id,
    SmsStatus: 'received',
    From: from,
    To: '+12025550199',
    Body: text,
    NumMedia: '0',
  }
  return twilioPost(form, callbacks, token)
}

function twilioPost(form: Record<string, string>, address: string, token: string) {
  const fields = Object.entries(form).sort(([a], [b]) => (a < b ? -1 : 1))
  const signed = [address, ...fields.flat()].join('')
  const signature = createHmac('sha1', token).update(signed).digest('base64')
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature }
  return { path: new URL(address).search, headers, body: new URLSearchParams(form).toString() }
}
