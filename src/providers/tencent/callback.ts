import { isoOf } from '../../core/base/time.ts'
import { type ByProvider, saidByProvider } from '../../core/channel/disposition.ts'
import type { CallbackReader, ReadPosted, Told } from '../adapter.ts'
import { codeOf } from '../code.ts'
import type { Values } from '../http/placeholders.ts'
import { at, textAt } from '../pointer.ts'
import { IN_NO_LIST, jsonOf, nameOf } from '../posted.ts'
import { isToldBy, readChinaTime } from '../vendor/china.ts'

const STATUSES: Readonly<Record<string, ByProvider>> = { SUCCESS: 'arrived', FAIL: 'refused' }

/** Lists of receipts, which name a message by Tencent's id alone, and one reply at a time. */
export function tencentCallback(secret: string, env: Values): CallbackReader {
  return {
    read(posted): ReadPosted {
      if (!isToldBy(posted, secret, env)) return { ok: false, why: 'bad_signature' }
      const body = jsonOf(posted.body)
      if (body === null || typeof body !== 'object') return { ok: false, why: 'malformed' }
      const items: unknown[] = Array.isArray(body) ? body : [body]
      return { ok: true, told: items.map(told) }
    },
    thanks: { type: 'application/json', body: '{"result":0,"errmsg":"OK"}' },
  }
}

function told(item: unknown): Told {
  const id = nameOf(item, null)
  return { id, given: at(item, '/text') === undefined ? receipt(item) : inbound(item, id), said: item }
}

function inbound(item: unknown, id: string): Told['given'] {
  const [nation, mobile] = [textAt(item, '/nationcode'), textAt(item, '/mobile')]
  const from = nation !== null && mobile !== null ? `+${nation}${mobile}` : null
  const seconds = at(item, '/time')
  const isTime = typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds < 8e11
  return {
    type: 'inbound',
    id,
    from,
    text: textAt(item, '/text') ?? '',
    at: isTime ? isoOf(seconds * 1000) : null,
  }
}

function receipt(item: unknown): Told['given'] {
  const status = textAt(item, '/report_status') ?? ''
  const word = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined
  return {
    type: 'receipt',
    reference: null,
    id: textAt(item, '/sid'),
    status: word ? saidByProvider(word) : IN_NO_LIST,
    code: codeOf(at(item, '/errmsg')),
    at: readChinaTime(at(item, '/user_receive_time')),
  }
}
