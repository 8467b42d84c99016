import { z } from 'zod'
import type { Sent } from '../../channels/channel.ts'
import { HOUR, type Instant } from '../../core/base/time.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { Sighting } from '../../core/deliver/unknown.ts'
import { addressText } from '../../core/model/open-text.ts'
import { providerHead } from '../../core/model/provider.ts'
import type { HttpReply, HttpRequest } from '../adapter.ts'
import { fillIn } from '../http/placeholders.ts'
import type { AdapterKind } from '../kind.ts'
import { at, textAt } from '../pointer.ts'
import { registeredSchema } from '../registered.ts'
import { saidBy, takenAs } from '../vendor/answers.ts'
import { type Calling, codedFile, codedVendor } from '../vendor/coded.ts'
import { tencentCallback } from './callback.ts'
import { TENCENT_CODES } from './codes.ts'
import { signedCall } from './sign.ts'

const text = z.string().min(1).max(400)

const TencentSchema = z.strictObject({
  ...providerHead,
  kind: z.literal('tencent'),
  ...codedFile,
  url: addressText(400).default('https://sms.tencentcloudapi.com'),
  region: text.default('ap-guangzhou'),
  app: text.describe('SmsSdkAppId'),
  sign: text.optional().describe('the signature that stands before each text; demanded within China'),
  templates: registeredSchema(z.array(z.string().min(1)).default([])),
})
export type TencentFile = z.infer<typeof TencentSchema>

/** The most that one answer holds; there is no second page. */
const MOST = 100

export const TENCENT: AdapterKind<TencentFile> = codedVendor({
  schema: TencentSchema,
  // Its list by number holds a message when its network has told what became of it, and not before.
  can: { repeatIsSafe: false, asked: 'number_and_day', mayOmit: true, tells: true },
  forbids: {
    uses: ['debt_collection', 'financial_content'],
    source: 'https://cloud.tencent.com/document/product/382/39023',
    read: '2026-11-29',
  },
  settings: ({ app, sign }) => [
    { path: 'app', text: app },
    { path: 'sign', text: sign },
  ],
  send(calling, { to, reference }, { code, params }) {
    const { file, env } = calling
    return callOf(calling, 'SendSms', {
      PhoneNumberSet: [to],
      SmsSdkAppId: fillIn(file.app, env),
      TemplateId: code,
      ...(file.sign !== undefined && { SignName: fillIn(file.sign, env) }),
      TemplateParamSet: params,
      SessionContext: reference,
    })
  },
  answer: answerOf,
  ask: (calling, { to, at: sentAt }) => [
    () => {
      const { file, env } = calling()
      const seconds = (instant: Instant): number => Math.floor(instant / 1000)
      return callOf(calling(), 'PullSmsSendStatusByPhoneNumber', {
        SendDateTime: seconds(sentAt - HOUR),
        EndDateTime: seconds(sentAt + HOUR),
        Offset: 0,
        Limit: MOST,
        PhoneNumber: to,
        SmsSdkAppId: fillIn(file.app, env),
      })
    },
  ],
  sighting: sightingIn,
  callback: tencentCallback,
})

function callOf(
  { file, env, now, url, keys }: Calling<TencentFile>,
  action: string,
  said: object,
): HttpRequest {
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
