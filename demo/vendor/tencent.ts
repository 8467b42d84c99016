import { createHash, createHmac } from 'node:crypto'
import { chinaTime, homeNumber } from './china.ts'
import type { Answer, Asked, Message, Protocol } from './vendor.ts'

export interface TencentAccount {
  id: string
  secret: string
  app: string
  sign: string
  /** The approved texts, by code; `{1}` is the first variable. */
  texts: Readonly<Record<string, string>>
  callback: string
}

/** Sms 2021-01-11: JSON under TC3-HMAC-SHA256; one answer for each number; a list by number and time of those of which the network has told; receipts that name a message by Tencent's id alone. */
export function tencentProtocol(account: TencentAccount): Protocol {
  return {
    sendIn: (asked) => {
      if (asked.headers.authorization !== authorizationOf(asked, account)) return 'stranger'
      if (asked.headers['x-tc-action'] !== 'SendSms') return null
      const said = JSON.parse(asked.body) as Sending
      const text = account.texts[said.TemplateId]
      if (text === undefined || said.SignName !== account.sign || said.SmsSdkAppId !== account.app)
        return 'stranger'
      const filled = text.replace(
        /\{(\d+)\}/g,
        (_, at: string) => said.TemplateParamSet[Number(at) - 1] ?? '',
      )
      return { reference: said.SessionContext, to: said.PhoneNumberSet[0] ?? '', text: filled }
    },
    accepted: ({ id, to, reference }) =>
      answered(to, { SerialNo: id, Code: 'Ok', SessionContext: reference }),
    says: (what, text) => {
      const code = {
        stranger: 'AuthFailure.SignatureFailure',
        busy: 'LimitExceeded.PhoneNumberOneHourLimit',
        invalid_number: 'InvalidParameterValue.IncorrectPhoneNumber',
        failure: text,
      }
      if (what === 'stranger') return failed(code[what], text)
      return answered('', { SerialNo: '', Code: code[what], Message: text })
    },
    other: listed,
    post: ({ message, status, now }) => {
      const report = {
        user_receive_time: chinaTime(now),
        nationcode: '86',
        mobile: homeNumber(message.to),
        report_status: { arrived: 'SUCCESS', lost: 'FAIL', unheard_of: 'TELEPORTED' }[status],
        errmsg: status === 'arrived' ? 'DELIVRD' : 'MK:0001',
        sid: message.id,
      }
      return posted([report], account.callback)
    },
    forged: (post) => ({ ...post, path: '?key=guessed' }),
  }
}

/** A person writes. */
export function tencentInbound({ callback, sign }: TencentAccount, from: string, text: string, now: number) {
  const time = Math.floor(now / 1000)
  return posted({ extend: '', mobile: homeNumber(from), nationcode: '86', sign, text, time }, callback)
}

interface Sending {
  TemplateId: string
  SignName: string
  SmsSdkAppId: string
  TemplateParamSet: string[]
  SessionContext: string
  PhoneNumberSet: string[]
}

function answered(to: string, one: object): Answer {
  return {
    status: 200,
    body: { Response: { SendStatusSet: [{ PhoneNumber: to, Fee: 1, ...one }], RequestId: 'r' } },
  }
}

function failed(code: string, text: string): Answer {
  return { status: 200, body: { Response: { Error: { Code: code, Message: text }, RequestId: 'r' } } }
}

function posted(said: object, key: string) {
  const headers = { 'content-type': 'application/json' }
  return { path: `?key=${encodeURIComponent(key)}`, headers, body: JSON.stringify(said) }
}

function listed({ headers, body }: Asked, taken: readonly Message[]): Answer {
  if (headers['x-tc-action'] !== 'PullSmsSendStatusByPhoneNumber')
    return failed('InvalidAction', 'what is that')
  const asked = JSON.parse(body) as {
    PhoneNumber: string
    SendDateTime: number
    EndDateTime: number
    Limit: number
  }
  const own = taken.filter(
    ({ to, at }) =>
      to === asked.PhoneNumber && at / 1000 >= asked.SendDateTime && at / 1000 <= asked.EndDateTime,
  )
  const list = own.slice(0, Math.min(100, asked.Limit)).map(({ id, reference, to }) => {
    return {
      PhoneNumber: to,
      SerialNo: id,
      ReportStatus: 'SUCCESS',
      Description: 'DELIVRD',
      SessionContext: reference,
    }
  })
  return { status: 200, body: { Response: { PullSmsSendStatusSet: list, RequestId: 'r' } } }
}

/** What the header must say, from the request as it came. */
function authorizationOf({ method, url, headers, body }: Asked, { id, secret }: TencentAccount): string {
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
  const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const stamp = String(headers['x-tc-timestamp'])
  const day = new Date(Number(stamp) * 1000).toISOString().slice(0, 10)
  const signed = 'content-type;host;x-tc-action'
  const lines = `content-type:${String(headers['content-type'])}\nhost:${String(headers.host)}\nx-tc-action:${String(headers['x-tc-action']).toLowerCase()}\n`
  const canonical = [method, url.pathname, url.search.slice(1), lines, signed, sha(body)].join('\n')
  const scope = `${day}/sms/tc3_request`
  const text = ['TC3-HMAC-SHA256', stamp, scope, sha(canonical)].join('\n')
  const key = hmac(hmac(hmac(`TC3${secret}`, day), 'sms'), 'tc3_request')
  const signature = hmac(key, text).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${signed}, Signature=${signature}`
}
