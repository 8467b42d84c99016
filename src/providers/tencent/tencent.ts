import { z } from 'zod'
import type { Parcel, Sent } from '../../channels/channel.ts'
import { HOUR, type Instant } from '../../core/base/time.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { Sighting } from '../../core/deliver/unknown.ts'
import { providerHead } from '../../core/model/provider.ts'
import type { Adapter, HttpReply, HttpRequest, Query, Unmade } from '../adapter.ts'
import type { Capabilities } from '../class.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { demandTls } from '../http/request.ts'
import type { AdapterKind } from '../kind.ts'
import { at, textAt } from '../pointer.ts'
import { saidBy, takenAs } from '../vendor/answers.ts'
import { carriesToPhones } from '../vendor/channels.ts'
import { checkRegistered, registeredSchema, toldWith } from '../registered.ts'
import { checkSettings, envNamesIn, type Setting } from '../vendor/settings.ts'
import { tencentCallback } from './callback.ts'
import { TENCENT_CODES } from './codes.ts'
import { signedCall } from './sign.ts'

const text = z.string().min(1).max(400)

const TencentSchema = z.strictObject({
  ...providerHead,
  kind: z.literal('tencent'),
  url: text.default('https://sms.tencentcloudapi.com'),
  region: text.default('ap-guangzhou'),
  key: z.strictObject({ id: text, secret: text }).describe('SecretId and SecretKey'),
  app: text.describe('SmsSdkAppId'),
  sign: text.optional().describe('the signature that stands before each text; demanded within China'),
  templates: registeredSchema(z.array(z.string().min(1)).default([])),
  callback: z
    .strictObject({ secret: text })
    .describe('what Tencent posts is not signed: its address ends with ?key= and this word'),
})
export type TencentFile = z.infer<typeof TencentSchema>

/** Its list by number holds a message when its network has told what became of it, and not before. */
const CAN: Capabilities = { repeatIsSafe: false, asked: 'number_and_day', mayOmit: true, tells: true }

export const TENCENT: AdapterKind<TencentFile> = {
  schema: TencentSchema,
  check: (file) => [
    ...checkSettings(settingsOf(file)),
    ...carriesToPhones(file),
    ...checkRegistered(file.templates),
  ],
  envNames: (file, use) => envNamesIn(settingsOf(file), use),
  capabilities: () => CAN,
  open: tencentAdapter,
  registered: ({ templates }) => templates,
  forbids: (['debt_collection', 'financial_content'] as const).map((use) => ({
    use,
    source: 'https://cloud.tencent.com/document/product/382/39023',
    read: '2026-11-29',
  })),
}

function settingsOf({ url, key, app, sign, callback }: TencentFile): Setting[] {
  return [
    { path: 'url', text: url, uses: ['carry'] },
    { path: 'key.id', text: key.id, uses: ['carry'] },
    { path: 'key.secret', text: key.secret, uses: ['carry'] },
    { path: 'app', text: app, uses: ['carry'] },
    { path: 'sign', text: sign, uses: ['carry'] },
    { path: 'callback.secret', text: callback.secret, uses: ['hear'] },
  ]
}

function tencentAdapter(file: TencentFile, env: Values): Adapter {
  return {
    capabilities: CAN,
    request: (parcel, { now }) => sendOf(file, env, parcel, now),
    answer: answerOf,
    query: (sent, { now }) => questionsOf(file, env, sent, now),
    sighting: sightingIn,
    callback: tencentCallback(file.callback.secret, env),
  }
}

function sendOf(file: TencentFile, env: Values, parcel: Parcel, now: Instant): HttpRequest | Unmade {
  const told = toldWith(file.templates, parcel)
  if ('refused' in told) return told
  return callOf({ file, env, now }, 'SendSms', {
    PhoneNumberSet: [parcel.to],
    SmsSdkAppId: fillIn(file.app, env),
    TemplateId: told.code,
    ...(file.sign !== undefined && { SignName: fillIn(file.sign, env) }),
    TemplateParamSet: told.params,
    SessionContext: parcel.reference,
  })
}

interface Calling {
  file: TencentFile
  env: Values
  now: Instant
}

function callOf({ file, env, now }: Calling, action: string, said: object): HttpRequest {
  const url = fillIn(file.url, env).replace(/\/$/, '')
  demandTls(url)
  const keys = { id: fillIn(file.key.id, env), secret: fillIn(file.key.secret, env) }
  const region = fillIn(file.region, env)
  const call = { url, service: 'sms', action, version: '2021-01-11', region, body: JSON.stringify(said) }
  return signedCall(call, keys, now)
}

function answerOf(reply: HttpReply): ProviderAnswer {
  if (reply.kind !== 'answered') return reply
  const [own] = listAt(reply.body, '/Response/SendStatusSet') ?? []
  const code = textAt(own, '/Code') ?? textAt(reply.body, '/Response/Error/Code')
  if (code === 'Ok') return takenAs(textAt(own, '/SerialNo'))
  return saidBy(TENCENT_CODES, code, reply)
}

/** The most that one answer holds; there is no second page. */
const MOST = 100

function questionsOf(file: TencentFile, env: Values, { to, at: sentAt }: Sent, now: Instant): Query[] {
  if (to === null || sentAt === null) return []
  const seconds = (instant: Instant): number => Math.floor(instant / 1000)
  const asked = {
    SendDateTime: seconds(sentAt - HOUR),
    EndDateTime: seconds(sentAt + HOUR),
    Offset: 0,
    Limit: MOST,
    PhoneNumber: to,
    SmsSdkAppId: fillIn(file.app, env),
  }
  return [() => callOf({ file, env, now }, 'PullSmsSendStatusByPhoneNumber', asked)]
}

/** What is not listed may be on its way. */
function sightingIn(reply: HttpReply, { reference }: Sent): Sighting {
  if (reply.kind !== 'answered') return { seen: 'no_answer' }
  const listed = listAt(reply.body, '/Response/PullSmsSendStatusSet') ?? []
  const own = listed.find((one) => textAt(one, '/SessionContext') === reference)
  return own === undefined ? { seen: 'no_answer' } : { seen: 'found', providerRef: textAt(own, '/SerialNo') }
}

function listAt(body: unknown, pointer: string): unknown[] | null {
  const list = at(body, pointer)
  return Array.isArray(list) ? list : null
}
