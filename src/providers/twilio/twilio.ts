import { z } from 'zod'
import type { Parcel } from '../../channels/channel.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import { addressText, giving, secretText } from '../../core/model/open-text.ts'
import { providerHead } from '../../core/model/provider.ts'
import type { Adapter, HttpReply, HttpRequest } from '../adapter.ts'
import type { Capabilities } from '../class.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { basicOf, demandTls } from '../http/request.ts'
import type { AdapterKind } from '../kind.ts'
import { textAt } from '../pointer.ts'
import { saidBy, takenAs } from '../vendor/answers.ts'
import { carriesToPhones } from '../vendor/channels.ts'
import { checkSettings, envNamesIn, type Setting } from '../vendor/settings.ts'
import { twilioCallback } from './callback.ts'
import { TWILIO_CODES } from './codes.ts'

const text = z.string().min(1).max(400)

const TwilioSchema = z
  .strictObject({
    ...providerHead,
    kind: z.literal('twilio'),
    url: addressText(400).default('https://api.twilio.com'),
    account: text.describe('the account SID'),
    token: secretText(400).describe(
      'the auth token: it signs what Twilio posts, and sends where no key does',
    ),
    key: z
      .strictObject({ id: text, secret: secretText(400) })
      .optional()
      .describe('an API key, to send with'),
    from: text.optional().describe('a number, a short code or a sender ID'),
    service: text.optional().describe('the SID of a messaging service'),
    callbacks: giving('address', z.url()).describe(
      'the address of the API as Twilio calls it, without /v1: signatures are made over it',
    ),
  })
  .refine(({ from, service }) => (from === undefined) !== (service === undefined), 'is one of from, service')
export type TwilioFile = z.infer<typeof TwilioSchema>

/** Its list of messages by number and day returns no reference of ours, so nothing can be asked. */
const CAN: Capabilities = { repeatIsSafe: false, asked: null, tells: true }

export const TWILIO: AdapterKind<TwilioFile> = {
  schema: TwilioSchema,
  check: (file) => [...checkSettings(settingsOf(file)), ...carriesToPhones(file)],
  envNames: (file, use) => envNamesIn(settingsOf(file), use),
  capabilities: () => CAN,
  open: twilioAdapter,
  forbids: [
    {
      use: 'third_party_collection',
      regions: ['US', 'CA'],
      source:
        'https://support.twilio.com/hc/en-us/articles/360045004974-Forbidden-message-categories-for-SMS-and-MMS-in-the-US-and-Canada',
      read: '2026-11-29',
    },
  ],
}

function settingsOf({ url, account, token, key, from, service }: TwilioFile): Setting[] {
  return [
    { path: 'url', text: url, uses: ['carry'] },
    { path: 'account', text: account, uses: ['carry'] },
    { path: 'token', text: token, uses: key ? ['hear'] : ['carry', 'hear'] },
    { path: 'key.id', text: key?.id, uses: ['carry'] },
    { path: 'key.secret', text: key?.secret, uses: ['carry'] },
    { path: 'from', text: from, uses: ['carry'] },
    { path: 'service', text: service, uses: ['carry'] },
  ]
}

function twilioAdapter(file: TwilioFile, env: Values): Adapter {
  return {
    capabilities: CAN,
    request: (parcel, { now }) => requestOf(file, env, parcel, now),
    answer: answerOf,
    query: () => [],
    sighting: () => ({ seen: 'cannot_ask' }),
    callback: twilioCallback(file.token, file.callbacks, env),
  }
}

/** It delivers nothing later than this by itself. */
const LONGEST_VALIDITY = 14_400

function requestOf(file: TwilioFile, env: Values, parcel: Parcel, now: number): HttpRequest {
  const { channel, reference, to, text: body, validUntil } = parcel
  const of = (value: string): string => fillIn(value, env)
  const account = of(file.account)
  const url = `${of(file.url)}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`
  demandTls(url)
  const seconds = Math.floor((validUntil - now) / 1000)
  const form = {
    To: to,
    ...(file.from !== undefined && { From: of(file.from) }),
    ...(file.service !== undefined && { MessagingServiceSid: of(file.service) }),
    Body: body,
    StatusCallback: `${file.callbacks.replace(/\/$/, '')}/v1/callbacks/${channel}/${file.provider}?reference=${reference}`,
    ValidityPeriod: String(Math.min(LONGEST_VALIDITY, Math.max(1, seconds))),
  }
  const key = file.key ?? { id: file.account, secret: file.token }
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: basicOf({ user: key.id, password: key.secret }, env),
    },
    body: new URLSearchParams(form).toString(),
  }
}

/** A message is taken with 2xx and an id. An error in Twilio's own form took nothing, whatever its code; an answer in another form may have been written by whoever stands between. */
function answerOf(reply: HttpReply): ProviderAnswer {
  if (reply.kind !== 'answered') return reply
  const { status, body } = reply
  if (status >= 200 && status < 300) return takenAs(textAt(body, '/sid'))
  const code = textAt(body, '/code')
  const said = saidBy(TWILIO_CODES, code, reply)
  if (said.kind !== 'ambiguous') return said
  if (status === 429) return { kind: 'rate_limited', code: said.code, retryAfterMs: reply.retryAfterMs }
  if (code === null || !/^\d{4,5}$/.test(code)) return said
  if (status === 401 || status === 403) return { kind: 'locked_out', code }
  return status === 400 ? { kind: 'refused', code } : said
}
