import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Sent } from '../../channels/channel.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { Sighting } from '../../core/deliver/unknown.ts'
import { addressText } from '../../core/model/open-text.ts'
import { providerHead } from '../../core/model/provider.ts'
import type { HttpReply, HttpRequest, Query } from '../adapter.ts'
import { daysOf } from '../days.ts'
import { fillIn } from '../http/placeholders.ts'
import type { AdapterKind } from '../kind.ts'
import { at, textAt } from '../pointer.ts'
import { registeredSchema } from '../registered.ts'
import { saidBy, takenAs } from '../vendor/answers.ts'
import { asInChina, CHINA } from '../vendor/china.ts'
import { type Calling, codedFile, codedVendor } from '../vendor/coded.ts'
import { aliyunCallback } from './callback.ts'
import { ALIYUN_CODES } from './codes.ts'
import { signedCall } from './sign.ts'

const text = z.string().min(1).max(400)

const AliyunSchema = z.strictObject({
  ...providerHead,
  kind: z.literal('aliyun'),
  ...codedFile,
  url: addressText(400).default('https://dysmsapi.aliyuncs.com'),
  sign: text.describe('the signature that stands before each text'),
  templates: registeredSchema(z.record(z.string().min(1), z.string().min(1)).default({})),
})
export type AliyunFile = z.infer<typeof AliyunSchema>

/** The most that one page may hold. */
const PAGE = 50

export const ALIYUN: AdapterKind<AliyunFile> = codedVendor({
  schema: AliyunSchema,
  can: { repeatIsSafe: false, asked: 'number_and_day', tells: true },
  forbids: {
    uses: ['debt_collection', 'financial_content'],
    regions: ['CN'],
    source: 'https://www.alibabacloud.com/help/doc-detail/425699.htm',
    read: '2026-11-29',
  },
  settings: ({ sign }) => [{ path: 'sign', text: sign }],
  send: (calling, { to, reference }, { code, params }) =>
    callOf(calling, 'SendSms', reference, {
      PhoneNumbers: asInChina(to),
      SignName: fillIn(calling.file.sign, calling.env),
      TemplateCode: code,
      TemplateParam: JSON.stringify(params),
      OutId: reference,
    }),
  answer: answerOf,
  // A message is listed under its number and the day in China.
  ask: (calling, { to, at: sentAt, reference }) =>
    daysOf(sentAt, CHINA).map(
      (day): Query =>
        (page) =>
          callOf(calling(), 'QuerySendDetails', reference, {
            PhoneNumber: asInChina(to),
            SendDate: day.replaceAll('-', ''),
            PageSize: String(PAGE),
            CurrentPage: String(page),
          }),
    ),
  sighting: sightingIn,
  callback: aliyunCallback,
})

function callOf(
  { url, keys, now }: Calling<AliyunFile>,
  action: string,
  reference: string,
  query: Record<string, string>,
): HttpRequest {
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
