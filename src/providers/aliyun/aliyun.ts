import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Parcel, Sent } from '../../channels/channel.ts'
import type { Instant } from '../../core/base/time.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { Sighting } from '../../core/deliver/unknown.ts'
import { providerHead } from '../../core/model/provider.ts'
import type { Adapter, HttpReply, HttpRequest, Query, Unmade } from '../adapter.ts'
import type { Capabilities } from '../class.ts'
import { daysOf } from '../days.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { demandTls } from '../http/request.ts'
import type { AdapterKind } from '../kind.ts'
import { at, textAt } from '../pointer.ts'
import { saidBy, takenAs } from '../vendor/answers.ts'
import { asInChina, CHINA } from '../vendor/china.ts'
import { carriesToPhones } from '../vendor/channels.ts'
import { checkRegistered, registeredSchema, toldWith } from '../registered.ts'
import { checkSettings, envNamesIn, type Setting } from '../vendor/settings.ts'
import { aliyunCallback } from './callback.ts'
import { ALIYUN_CODES } from './codes.ts'
import { signedCall } from './sign.ts'

const text = z.string().min(1).max(400)

const AliyunSchema = z.strictObject({
  ...providerHead,
  kind: z.literal('aliyun'),
  url: text.default('https://dysmsapi.aliyuncs.com'),
  key: z.strictObject({ id: text, secret: text }).describe('an access key that may send and ask'),
  sign: text.describe('the signature that stands before each text'),
  templates: registeredSchema(z.record(z.string().min(1), z.string().min(1)).default({})),
  callback: z
    .strictObject({ secret: text })
    .describe('what Aliyun posts is not signed: its address ends with ?key= and this word'),
})
export type AliyunFile = z.infer<typeof AliyunSchema>

const CAN: Capabilities = { repeatIsSafe: false, asked: 'number_and_day', tells: true }

export const ALIYUN: AdapterKind<AliyunFile> = {
  schema: AliyunSchema,
  check: (file) => [
    ...checkSettings(settingsOf(file)),
    ...carriesToPhones(file),
    ...checkRegistered(file.templates),
  ],
  envNames: (file, use) => envNamesIn(settingsOf(file), use),
  capabilities: () => CAN,
  open: aliyunAdapter,
  registered: ({ templates }) => templates,
  forbids: (['debt_collection', 'financial_content'] as const).map((use) => ({
    use,
    regions: ['CN'],
    source: 'https://www.alibabacloud.com/help/doc-detail/425699.htm',
    read: '2026-11-29',
  })),
}

function settingsOf({ url, key, sign, callback }: AliyunFile): Setting[] {
  return [
    { path: 'url', text: url, uses: ['carry'] },
    { path: 'key.id', text: key.id, uses: ['carry'] },
    { path: 'key.secret', text: key.secret, uses: ['carry'] },
    { path: 'sign', text: sign, uses: ['carry'] },
    { path: 'callback.secret', text: callback.secret, uses: ['hear'] },
  ]
}

function aliyunAdapter(file: AliyunFile, env: Values): Adapter {
  return {
    capabilities: CAN,
    request: (parcel, { now }) => sendOf(file, env, parcel, now),
    answer: answerOf,
    query: (sent, { now }) => questionsOf(file, env, sent, now),
    sighting: sightingIn,
    callback: aliyunCallback(file.callback.secret, env),
  }
}

function sendOf(file: AliyunFile, env: Values, parcel: Parcel, now: Instant): HttpRequest | Unmade {
  const told = toldWith(file.templates, parcel)
  if ('refused' in told) return told
  const query = {
    PhoneNumbers: asInChina(parcel.to),
    SignName: fillIn(file.sign, env),
    TemplateCode: told.code,
    TemplateParam: JSON.stringify(told.params),
    OutId: parcel.reference,
  }
  return callOf({ file, env, now, reference: parcel.reference }, 'SendSms', query)
}

interface Calling {
  file: AliyunFile
  env: Values
  now: Instant
  reference: string
}

function callOf(
  { file, env, now, reference }: Calling,
  action: string,
  query: Record<string, string>,
): HttpRequest {
  const url = fillIn(file.url, env).replace(/\/$/, '')
  demandTls(url)
  const keys = { id: fillIn(file.key.id, env), secret: fillIn(file.key.secret, env) }
  const nonce = createHash('sha256')
    .update(JSON.stringify([action, query, reference, now]))
    .digest('hex')
    .slice(0, 32)
  return signedCall({ url, action, version: '2017-05-25', query }, keys, { now, nonce })
}

function answerOf(reply: HttpReply): ProviderAnswer {
  if (reply.kind !== 'answered') return reply
  const code = textAt(reply.body, '/Code')
  if (code === 'OK') return takenAs(textAt(reply.body, '/BizId'))
  return saidBy(ALIYUN_CODES, code, reply)
}

/** The most that one page may hold. */
const PAGE = 50

/** A message is listed under its number and the day in China. */
function questionsOf(file: AliyunFile, env: Values, sent: Sent, now: Instant): Query[] {
  const { to, at: sentAt, reference } = sent
  if (to === null || sentAt === null) return []
  return daysOf(sentAt, CHINA).map(
    (day): Query =>
      (page) =>
        callOf({ file, env, now, reference }, 'QuerySendDetails', {
          PhoneNumber: asInChina(to),
          SendDate: day.replaceAll('-', ''),
          PageSize: String(PAGE),
          CurrentPage: String(page),
        }),
  )
}

/** A page that holds less than it counts proves nothing: the list is known to be empty now and then where the count is not. */
function sightingIn(reply: HttpReply, { reference }: Sent, page: number): Sighting | null {
  if (reply.kind !== 'answered' || textAt(reply.body, '/Code') !== 'OK') return { seen: 'no_answer' }
  const rows = at(reply.body, '/SmsSendDetailDTOs/SmsSendDetailDTO')
  const total = Number(textAt(reply.body, '/TotalCount') ?? Number.NaN)
  if (!Array.isArray(rows) || !Number.isInteger(total)) return { seen: 'no_answer' }
  if (rows.some((row) => textAt(row, '/OutId') === reference)) return { seen: 'found', providerRef: null }
  if (rows.length < Math.min(PAGE, total - (page - 1) * PAGE)) return { seen: 'no_answer' }
  return total <= page * PAGE ? { seen: 'absent' } : null
}
