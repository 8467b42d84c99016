import { saidByProvider } from '../../core/channel/disposition.ts'
import type { CallbackReader, ReadPosted, Told } from '../adapter.ts'
import { codeOf } from '../code.ts'
import type { Values } from '../http/placeholders.ts'
import { at, textAt } from '../pointer.ts'
import { IN_NO_LIST, isOurs, jsonOf, nameOf } from '../posted.ts'
import { fromChina, isToldBy, readChinaTime } from '../vendor/china.ts'
import { notTakenBy } from '../vendor/told.ts'
import { ALIYUN_CODES } from './codes.ts'

/** Lists of receipts (SmsReport) and of what people write (SmsUp), under one address or two. */
export function aliyunCallback(secret: string, env: Values): CallbackReader {
  return {
    read(posted): ReadPosted {
      if (!isToldBy(posted, secret, env)) return { ok: false, why: 'bad_signature' }
      const items = jsonOf(posted.body)
      return Array.isArray(items) ? { ok: true, told: items.map(told) } : { ok: false, why: 'malformed' }
    },
    thanks: { type: 'application/json', body: '{"code":0,"msg":"OK"}' },
  }
}

function told(item: unknown): Told {
  return at(item, '/content') === undefined ? receipt(item) : inbound(item)
}

function inbound(item: unknown): Told {
  const id = nameOf(item, textAt(item, '/sequence_id'))
  const from = fromChina(at(item, '/phone_number'))
  const text = textAt(item, '/content') ?? ''
  return {
    id,
    given: { type: 'inbound', id, from, text, at: readChinaTime(at(item, '/send_time')) },
    said: item,
  }
}

function receipt(item: unknown): Told {
  const success = at(item, '/success')
  const [out, biz] = [textAt(item, '/out_id'), textAt(item, '/biz_id')]
  const reference = isOurs(out) ? out : null
  const code = codeOf(at(item, '/err_code'))
  const said = success === true ? saidByProvider('arrived') : notTakenBy(ALIYUN_CODES, code).status
  const status = typeof success === 'boolean' ? said : IN_NO_LIST
  return {
    id: nameOf(item, null),
    given: { type: 'receipt', reference, id: biz, status, code, at: readChinaTime(at(item, '/report_time')) },
    said: item,
  }
}
