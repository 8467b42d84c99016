import { createHmac } from 'node:crypto'
import type { Protocol } from './vendor.ts'

export interface WhatsappAccount {
  /** The id of the business phone number. */
  number: string
  token: string
  /** The app secret. */
  secret: string
  /** The approved texts, by name and language; `{{1}}` is the first variable. */
  texts: Readonly<Record<string, string>>
}

interface Sending {
  messaging_product: string
  to: string
  type: string
  template: {
    name: string
    language: { code: string }
    components?: { type: string; parameters: { type: string; text: string; parameter_name?: string }[] }[]
  }
  biz_opaque_callback_data?: string
}

/** The Cloud API of https://developers.facebook.com/documentation/business-messaging/whatsapp: approved templates under a bearer token; no list of messages; receipts that bring back what was sent along, signed over their bytes. */
export function whatsappProtocol({ number, token, secret, texts }: WhatsappAccount): Protocol {
  return {
    sendIn: (asked) => {
      if (asked.headers.authorization !== `Bearer ${token}`) return 'stranger'
      if (asked.method !== 'POST' || asked.url.pathname !== `/${number}/messages`) return null
      const said = JSON.parse(asked.body) as Sending
      const { name, language, components = [] } = said.template
      const text = texts[`${name} ${language.code}`]
      if (text === undefined || said.messaging_product !== 'whatsapp' || said.type !== 'template') return null
      const given = components.find(({ type }) => type === 'body')?.parameters ?? []
      const filled = text.replace(/\{\{(\w+)\}\}/g, (_, named: string) => {
        const one = given.find(({ parameter_name: own }) => own === named) ?? given[Number(named) - 1]
        return one?.text ?? ''
      })
      return { reference: said.biz_opaque_callback_data ?? '', to: said.to, text: filled }
    },
    accepted: ({ id, to }) => ({
      status: 200,
      body: {
        messaging_product: 'whatsapp',
        contacts: [{ input: to, wa_id: to.replace('+', '') }],
        messages: [{ id, message_status: 'accepted' }],
      },
    }),
    says: (what, text) => {
      const code = { busy: 130429, invalid_number: 131026, failure: text, stranger: 190 }[what]
      const status = { busy: 429, invalid_number: 400, failure: 500, stranger: 401 }[what]
      return {
        status,
        body: { error: { message: text, type: 'OAuthException', code, fbtrace_id: 'A1' } },
      }
    },
    other: () => ({
      status: 404,
      body: { error: { message: 'Unknown path', type: 'GraphMethodException', code: 1 } },
    }),
    post: ({ message, status, now }) => {
      const word = { arrived: 'delivered', lost: 'failed', unheard_of: 'teleported' }[status]
      const said = {
        id: message.id,
        status: word,
        timestamp: String(Math.floor(now / 1000)),
        recipient_id: message.to.replace('+', ''),
        biz_opaque_callback_data: message.reference,
        ...(status === 'lost' && { errors: [{ code: 131026, title: 'Message undeliverable' }] }),
      }
      return posted({ statuses: [said] }, { number, secret })
    },
    forged: (post) => ({
      ...post,
      headers: { ...post.headers, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
    }),
  }
}

/** A person writes. */
export function whatsappInbound(
  account: Pick<WhatsappAccount, 'number' | 'secret'>,
  { id, from, text, now }: { id: string; from: string; text: string; now: number },
) {
  const wa = from.replace('+', '')
  const message = {
    from: wa,
    id,
    timestamp: String(Math.floor(now / 1000)),
    type: 'text',
    text: { body: text },
  }
  return posted({ contacts: [{ profile: { name: 'Lin' }, wa_id: wa }], messages: [message] }, account)
}

function posted(told: object, { number, secret }: Pick<WhatsappAccount, 'number' | 'secret'>) {
  const metadata = { display_phone_number: '12025550199', phone_number_id: number }
  const value = { messaging_product: 'whatsapp', metadata, ...told }
  const change = { id: 'WABA', changes: [{ field: 'messages', value }] }
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [change] })
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  return { path: '', headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature }, body }
}
