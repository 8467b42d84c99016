import { createHmac } from 'node:crypto'
import { aliyunInbound } from '../../demo/vendor/aliyun.ts'
import { tencentInbound } from '../../demo/vendor/tencent.ts'
import { twilioInbound } from '../../demo/vendor/twilio.ts'
import { whatsappInbound } from '../../demo/vendor/whatsapp.ts'
import type { Post } from '../../demo/vendor/vendor.ts'
import type { MessageChannel } from '../../src/core/channel/channel.ts'
import type { AnyReader } from '../../src/providers/adapter.ts'
import { adapterFor, type AdapterName } from '../../src/providers/registry.ts'
import { readProviders } from '../../src/shell/config/read-providers.ts'
import { AT_ALIYUN, AT_TENCENT, AT_TWILIO, AT_WHATSAPP } from './every-provider.ts'

/** What a person writes. */
export interface Wrote {
  /** Another one for each message. */
  id: string
  from: string
  text: string
  /** Machine time. */
  now: number
}

/** How a provider of a kind tells what people write, and how it is known that it does. */
export interface Hearing {
  /** The name of the file in the repository that is heard. */
  provider: string
  channel: MessageChannel
  /** What is asked for in the environment, by the end of its name. */
  env: Record<string, string>
  /** The numbers or addresses at which people have it, by a number of our own. */
  at(n: number): string
  post(wrote: Wrote): Post
  forged(post: Post): Post
  /** Its signatures tell when they were made. */
  dated?: true
}

const SECRET = 'a secret of callbacks'
const american = (n: number): string => `+120255501${n}`
const chinese = (n: number): string => `+861390000${1200 + n}`
const json = { 'content-type': 'application/json' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** One for each kind of provider: a new kind is not heard before it stands here. */
export const HEARD = {
  http: {
    provider: 'example-json',
    channel: 'sms',
    env: { TOKEN: 't', SECRET },
    at: american,
    dated: true,
    post: ({ id, from, text, now }) => {
      const time = new Date(now).toISOString()
      const body = JSON.stringify({
        events: [{ event_id: id, type: 'message.received', from, body: text, time }],
      })
      const stamp = Math.floor(now / 1000)
      const mac = createHmac('sha256', SECRET).update(`${stamp}.${body}`).digest('hex')
      return {
        path: '',
        headers: { ...json, 'x-timestamp': `${stamp}`, 'x-signature': `sha256=${mac}` },
        body,
      }
    },
    forged: (post) => ({ ...post, headers: { ...post.headers, 'x-signature': `sha256=${'0'.repeat(64)}` } }),
  },
  smtp: {
    provider: 'example-smtp',
    channel: 'email',
    env: { USER: 'u', PASSWORD: 'p', CALLBACK: SECRET, SERVER: 'localhost' },
    at: (n) => `lin${n}@mail.example`,
    post: ({ id, from, text }) => ({
      path: '',
      headers: { 'content-type': 'message/rfc822', ...bearer(SECRET) },
      body: `From: ${from}\r\nTo: answers@lender.example\r\nMessage-ID: <${id}@mail.example>\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}\r\n`,
    }),
    forged: (post) => ({ ...post, headers: { ...post.headers, ...bearer('guessed') } }),
  },
  twilio: {
    provider: 'example-twilio',
    channel: 'sms',
    env: { ACCOUNT: AT_TWILIO.account, TOKEN: AT_TWILIO.token },
    at: (n) => american(n + 40),
    post: ({ id, from, text }) => twilioInbound(AT_TWILIO, from, text, id),
    forged: (post) => ({ ...post, headers: { ...post.headers, 'x-twilio-signature': 'AAAA' } }),
  },
  aliyun: {
    provider: 'example-aliyun',
    channel: 'sms',
    env: { ID: AT_ALIYUN.id, SECRET: AT_ALIYUN.secret, CALLBACK: AT_ALIYUN.callback },
    at: chinese,
    post: ({ id, from, text, now }) => aliyunInbound(AT_ALIYUN.callback, from, text, now, id),
    forged: (post) => ({ ...post, path: '?key=guessed' }),
  },
  tencent: {
    provider: 'example-tencent',
    channel: 'sms',
    env: { ID: AT_TENCENT.id, SECRET: AT_TENCENT.secret, CALLBACK: AT_TENCENT.callback },
    at: (n) => chinese(n + 40),
    post: ({ from, text, now }) => tencentInbound(AT_TENCENT, from, text, now),
    forged: (post) => ({ ...post, path: '?key=guessed' }),
  },
  whatsapp: {
    provider: 'example-whatsapp',
    channel: 'im',
    env: { TOKEN: AT_WHATSAPP.token, SECRET: AT_WHATSAPP.secret, VERIFY: 'our own word' },
    at: (n) => american(n + 60),
    post: (wrote) => whatsappInbound(AT_WHATSAPP, wrote),
    forged: (post) => ({ ...post, headers: { ...post.headers, 'x-hub-signature-256': 'sha256=00' } }),
  },
  print: {
    provider: 'example-print',
    channel: 'letter',
    env: { DIR: '/tmp', TOKEN: SECRET },
    at: (n) => `${n} Main St, Albany NY`,
    post: ({ id, from, text, now }) => ({
      path: '',
      headers: { ...json, ...bearer(SECRET) },
      body: JSON.stringify({
        letters: [{ item: id, state: 'answered', from, text, at: new Date(now).toISOString() }],
      }),
    }),
    forged: (post) => ({ ...post, headers: { ...post.headers, ...bearer('guessed') } }),
  },
} as const satisfies Record<AdapterName, Hearing>

export const HEARINGS: readonly Hearing[] = Object.values(HEARD)

/** The reader of the file as it stands in the repository. */
export function readerOf({ provider, env }: Hearing): AnyReader {
  const file = readProviders('schedules/providers').placed.find(({ value }) => value.provider === provider)
  if (!file) throw new Error(`schedules/providers has no ${provider} without a problem`)
  const prefix = `PROVIDER_${provider.toUpperCase().replaceAll('-', '_')}_`
  const set = Object.fromEntries(Object.entries(env).map(([key, value]) => [`${prefix}${key}`, value]))
  const opened = adapterFor(file.value, set, 'hear')
  if ('missing' in opened) throw new Error(`it needs ${opened.missing.join(', ')}`)
  if (!opened.adapter.callback) throw new Error(`${provider} hears nothing`)
  return opened.adapter.callback
}
