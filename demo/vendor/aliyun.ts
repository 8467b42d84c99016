import { createHash, createHmac } from 'node:crypto'
import { chinaTime, homeNumber } from './china.ts'
import type { Answer, Asked, Message, Protocol } from './vendor.ts'

export interface AliyunAccount {
  id: string
  secret: string
  sign: string
  /** The approved texts, by code; `${name}` is a variable. */
  texts: Readonly<Record<string, string>>
  /** The word behind the address to which receipts are posted. */
  callback: string
}

/** Dysmsapi 2017-05-25: calls under ACS3-HMAC-SHA256, each nonce taken once; always a code in the body; a list by number and day. */
export function aliyunProtocol(account: AliyunAccount): Protocol {
  const nonces = new Set<string>()
  const isKnown = (asked: Asked): boolean => {
    const nonce = String(asked.headers['x-acs-signature-nonce'])
    if (nonces.has(nonce) || asked.headers.authorization !== authorizationOf(asked, account)) return false
    nonces.add(nonce)
    return true
  }
  return {
    sendIn: (asked) => {
      if (!isKnown(asked)) return 'stranger'
      if (asked.headers['x-acs-action'] !== 'SendSms') return null
      const of = (name: string): string => asked.url.searchParams.get(name) ?? ''
      const values = JSON.parse(of('TemplateParam')) as Record<string, string>
      const text = account.texts[of('TemplateCode')]
      if (text === undefined || of('SignName') !== account.sign) return 'stranger'
      const filled = text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
      return { reference: of('OutId'), to: of('PhoneNumbers'), text: filled }
    },
    accepted: ({ id }) => ({ status: 200, body: { Code: 'OK', Message: 'OK', BizId: id, RequestId: 'r' } }),
    says: (what, text) => {
      const code = {
        busy: 'isv.BUSINESS_LIMIT_CONTROL',
        invalid_number: 'isv.MOBILE_NUMBER_ILLEGAL',
        failure: text,
        stranger: 'SignatureDoesNotMatch',
      }[what]
      return { status: what === 'stranger' ? 400 : 200, body: { Code: code, Message: text, RequestId: 'r' } }
    },
    other: (asked, taken) => details(asked, taken),
    post: ({ message, status, now }) => {
      const success = { arrived: true, lost: false, unheard_of: 'TELEPORTED' }[status]
      const report = {
        phone_number: message.to,
        send_time: chinaTime(message.at),
        report_time: chinaTime(now),
        success,
        err_code: success === true ? 'DELIVERED' : 'MK:0001',
        sms_size: '1',
        biz_id: message.id,
        out_id: message.reference,
      }
      return posted([report], account.callback)
    },
    forged: (post) => ({ ...post, path: '?key=guessed' }),
  }
}

/** A person writes. */
export function aliyunInbound(callback: string, from: string, text: string, now: number, id = '77') {
  const up = {
    phone_number: homeNumber(from),
    content: text,
    send_time: chinaTime(now),
    dest_code: '1',
    sequence_id: id,
  }
  return posted([up], callback)
}

function posted(list: object[], key: string) {
  const headers = { 'content-type': 'application/json' }
  return { path: `?key=${encodeURIComponent(key)}`, headers, body: JSON.stringify(list) }
}

function details({ url, headers }: Asked, taken: readonly Message[]): Answer {
  const of = (name: string): string => url.searchParams.get(name) ?? ''
  if (headers['x-acs-action'] !== 'QuerySendDetails')
    return { status: 404, body: { Code: 'InvalidAction.NotFound' } }
  const [size, page] = [Math.min(50, Number(of('PageSize'))), Number(of('CurrentPage'))]
  const own = taken.filter(
    ({ to, at }) =>
      to === of('PhoneNumber') && chinaTime(at).slice(0, 10).replaceAll('-', '') === of('SendDate'),
  )
  const rows = own.slice((page - 1) * size, page * size)
  const list = rows.map(({ reference, to, at }) => ({
    OutId: reference,
    PhoneNum: to,
    SendStatus: 1,
    SendDate: chinaTime(at),
  }))
  return {
    status: 200,
    body: {
      Code: 'OK',
      Message: 'OK',
      TotalCount: own.length,
      SmsSendDetailDTOs: { SmsSendDetailDTO: list },
    },
  }
}

/** What the header must say, from the request as it came. */
function authorizationOf({ method, url, headers, body }: Asked, { id, secret }: AliyunAccount): string {
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
  const names = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-acs-'))].sort()
  const query = url.search.slice(1).split('&').sort().join('&')
  const lines = names.map((name) => `${name}:${String(headers[name])}\n`).join('')
  const canonical = [method, url.pathname, query, lines, names.join(';'), sha(body)].join('\n')
  const signature = createHmac('sha256', secret)
    .update(`ACS3-HMAC-SHA256\n${sha(canonical)}`)
    .digest('hex')
  return `ACS3-HMAC-SHA256 Credential=${id},SignedHeaders=${names.join(';')},Signature=${signature}`
}
