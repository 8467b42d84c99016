import { z } from 'zod'
import type { Parcel } from '../../channels/channel.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import { addressText, secretText } from '../../core/model/open-text.ts'
import { providerHead } from '../../core/model/provider.ts'
import type { Adapter, HttpReply, HttpRequest, Unmade } from '../adapter.ts'
import type { Capabilities } from '../class.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { demandTls } from '../http/request.ts'
import type { AdapterKind } from '../kind.ts'
import { textAt } from '../pointer.ts'
import { checkRegistered, listOfRegistered, registeredFor, registeredText, toldWith } from '../registered.ts'
import { saidBy, takenAs } from '../vendor/answers.ts'
import { carriesToPhones } from '../vendor/channels.ts'
import { checkSettings, envNamesIn, type Setting } from '../vendor/settings.ts'
import { whatsappCallback } from './callback.ts'
import { WHATSAPP_CODES } from './codes.ts'

const text = z.string().min(1).max(400)
const value = z.string().min(1)

const WhatsappSchema = z.strictObject({
  ...providerHead,
  kind: z.literal('whatsapp'),
  url: addressText(400)
    .default('https://graph.facebook.com/v23.0')
    .describe('with the version of the Graph API'),
  number: text.describe('the id of the business phone number, which is no phone number'),
  token: secretText(400).describe('an access token that may send'),
  templates: listOfRegistered(
    registeredText(
      z
        .union([z.array(value), z.record(value, value)])
        .default([])
        .describe('the values of the body: a list, or by name where the template has names'),
    ).extend({ language: z.string().min(2).max(15).describe('as WhatsApp calls it, such as en_US') }),
  ),
  callback: z.strictObject({
    secret: secretText(400).describe('the app secret: it signs what is posted'),
    verify: secretText(400).describe('the word with which WhatsApp asks whether the address is ours'),
  }),
})
export type WhatsappFile = z.infer<typeof WhatsappSchema>

/** Messages cannot be asked for; each receipt brings back what was sent along. */
const CAN: Capabilities = { repeatIsSafe: false, asked: null, tells: true }

const POLICY = { source: 'https://business.whatsapp.com/policy', read: '2026-11-30' } as const

export const WHATSAPP: AdapterKind<WhatsappFile> = {
  schema: WhatsappSchema,
  check: (file) => [
    ...checkSettings(settingsOf(file)),
    ...carriesToPhones(file),
    ...checkRegistered(file.templates),
  ],
  envNames: (file, use) => envNamesIn(settingsOf(file), use),
  capabilities: () => CAN,
  open: whatsappAdapter,
  registered: ({ templates }) => templates,
  // One contract may allow a lender its own reminders, and nobody else's.
  forbids: [
    { use: 'debt_collection', ...POLICY },
    { use: 'third_party_collection', ...POLICY },
  ],
}

function settingsOf({ url, number, token, callback }: WhatsappFile): Setting[] {
  return [
    { path: 'url', text: url, uses: ['carry'] },
    { path: 'number', text: number, uses: ['carry'] },
    { path: 'token', text: token, uses: ['carry'] },
    { path: 'callback.secret', text: callback.secret, uses: ['hear'] },
    { path: 'callback.verify', text: callback.verify, uses: ['hear'] },
  ]
}

function whatsappAdapter(file: WhatsappFile, env: Values): Adapter {
  return {
    capabilities: CAN,
    request: (parcel) => requestOf(file, env, parcel),
    answer: answerOf,
    query: () => [],
    sighting: () => ({ seen: 'cannot_ask' }),
    callback: whatsappCallback(file.callback, env),
  }
}

const NUMBER = /^\+?\d{5,15}$/

function requestOf(file: WhatsappFile, env: Values, parcel: Parcel): HttpRequest | Unmade {
  const { to, reference, madeOf } = parcel
  // A name in another messenger is no address here.
  if (!NUMBER.test(to)) return { refused: 'no_phone_number' }
  const told = toldWith(file.templates, parcel)
  if ('refused' in told) return told
  const language = (madeOf && registeredFor(file.templates, madeOf)?.language) ?? ''
  const url = `${fillIn(file.url, env).replace(/\/$/, '')}/${encodeURIComponent(fillIn(file.number, env))}/messages`
  demandTls(url)
  const said = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to,
    type: 'template',
    template: {
      name: told.code,
      language: { code: language },
      ...componentsOf(told.params),
    },
    biz_opaque_callback_data: reference,
  }
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${fillIn(file.token, env)}` },
    body: JSON.stringify(said),
  }
}

function componentsOf(params: WhatsappFile['templates'][number]['params']): object {
  const parameters = Array.isArray(params)
    ? params.map((one) => ({ type: 'text', text: one }))
    : Object.entries(params).map(([name, one]) => ({ type: 'text', parameter_name: name, text: one }))
  return parameters.length === 0 ? {} : { components: [{ type: 'body', parameters }] }
}

/** A message is taken with 2xx and an id. An error is one in the form of the Graph API; an answer in another form may have been written by whoever stands between. */
function answerOf(reply: HttpReply): ProviderAnswer {
  if (reply.kind !== 'answered') return reply
  const { status, body } = reply
  if (status >= 200 && status < 300) return takenAs(textAt(body, '/messages/0/id'))
  const code = textAt(body, '/error/code')
  const said = saidBy(WHATSAPP_CODES, code, reply)
  if (said.kind !== 'ambiguous' || code === null) return said
  // 200 to 299 are one: the app may not do this.
  return status === 401 || status === 403 ? { kind: 'locked_out', code: said.code } : said
}
