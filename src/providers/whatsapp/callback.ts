import { createHmac } from 'node:crypto'
import { isoOf } from '../../core/base/time.ts'
import { type ByProvider, saidByProvider } from '../../core/channel/disposition.ts'
import type { CallbackReader, Posted, ReadPosted, Told } from '../adapter.ts'
import { codeOf } from '../code.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { at, textAt } from '../pointer.ts'
import { isEqual, isOurs, jsonOf, nameOf } from '../posted.ts'

/** Words of https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status/, read 2026-11-30, and of earlier versions; null = nothing new about whether it arrived. */
const STATUSES: Readonly<Record<string, ByProvider | null>> = {
  sent: 'taken',
  delivered: 'arrived',
  read: 'arrived',
  played: 'arrived',
  failed: 'refused',
  deleted: null,
  warning: null,
}

/** It tells of up to a thousand messages at once, each in a list of a list. */
const MOST = { longest: 4 * 1024 * 1024, deepest: 16 }

interface Words {
  secret: string
  verify: string
}

/** Lists of receipts and of what people write, signed with the app secret over the bytes that came. A receipt brings our reference back. */
export function whatsappCallback({ secret, verify }: Words, env: Values): CallbackReader {
  return {
    read(posted): ReadPosted {
      if (!isSigned(posted, () => fillIn(secret, env))) return { ok: false, why: 'bad_signature' }
      const body = jsonOf(posted.body, MOST)
      const entries = listAt(body, '/entry')
      if (!entries) return { ok: false, why: 'malformed' }
      const values = entries
        .flatMap((entry) => listAt(entry, '/changes') ?? [])
        .map((one) => at(one, '/value'))
      return { ok: true, told: values.flatMap(told) }
    },
    greet(query) {
      if (query['hub.mode'] !== 'subscribe') return null
      return isEqual(query['hub.verify_token'] ?? '', fillIn(verify, env))
        ? (query['hub.challenge'] ?? '')
        : null
    },
  }
}

function isSigned({ headers, body }: Posted, secretOf: () => string): boolean {
  try {
    const wanted = `sha256=${createHmac('sha256', secretOf()).update(body).digest('hex')}`
    return isEqual(headers['x-hub-signature-256'] ?? '', wanted)
  } catch {
    return false
  }
}

/** One change tells of messages; one of another kind is about the account. */
function told(value: unknown): Told[] {
  return [
    ...(listAt(value, '/statuses') ?? []).map(receipt),
    ...(listAt(value, '/messages') ?? []).map(inbound),
  ]
}

function receipt(item: unknown): Told {
  const [id, status] = [textAt(item, '/id'), textAt(item, '/status') ?? '']
  const word = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined
  const reference = textAt(item, '/biz_opaque_callback_data')
  const name = nameOf(item, id === null ? null : `${id}-${status}`)
  if (word === null) return { id: name, given: null, said: item }
  return {
    id: name,
    given: {
      type: 'receipt',
      // A receipt that lost our reference on its way still has the id.
      reference: isOurs(reference) ? reference : null,
      id,
      status: word ? saidByProvider(word) : 'in_no_list',
      code: codeOf(at(item, '/errors/0/code')),
      at: instantIn(item),
    },
    said: item,
  }
}

/** The words of a message, wherever one of its kind has them; a picture without any says nothing. */
const WORDS_AT = [
  '/text/body',
  '/button/text',
  '/interactive/button_reply/title',
  '/interactive/list_reply/title',
  '/image/caption',
  '/video/caption',
  '/document/caption',
  '/reaction/emoji',
]

function inbound(item: unknown): Told {
  const id = nameOf(item, textAt(item, '/id'))
  const from = textAt(item, '/from')
  const text = WORDS_AT.map((pointer) => textAt(item, pointer)).find((one) => one !== null) ?? ''
  const isWritten = textAt(item, '/type') !== 'system'
  return {
    id,
    given: isWritten
      ? { type: 'inbound', id, from: from === null ? null : `+${from}`, text, at: instantIn(item) }
      : null,
    said: item,
  }
}

function instantIn(item: unknown): string | null {
  const seconds = textAt(item, '/timestamp') ?? ''
  return /^\d{1,11}$/.test(seconds) ? isoOf(Number(seconds) * 1000) : null
}

function listAt(body: unknown, pointer: string): unknown[] | null {
  const list = at(body, pointer)
  return Array.isArray(list) ? list : null
}
