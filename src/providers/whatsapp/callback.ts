import { createHmac } from 'node:crypto'
import { isoOf } from '../../core/base/time.ts'
import { type ByProvider, saidByProvider } from '../../core/channel/disposition.ts'
import type { CallbackReader, Posted, ReadPosted, Told } from '../adapter.ts'
import { codeOf } from '../code.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { at, textAt } from '../pointer.ts'
import { IN_NO_LIST, isEqual, isOurs, jsonOf, nameOf } from '../posted.ts'
import { notTakenBy } from '../vendor/told.ts'
import { WHATSAPP_CODES } from './codes.ts'

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
      const isKnown = saysOurs(query['hub.verify_token'], () => fillIn(verify, env))
      return isKnown ? (query['hub.challenge'] ?? '') : null
    },
  }
}

function isSigned({ headers, body }: Posted, secretOf: () => string): boolean {
  const signature = () => `sha256=${createHmac('sha256', secretOf()).update(body).digest('hex')}`
  return saysOurs(headers['x-hub-signature-256'], signature)
}

/** Where our own word is not in the environment, nobody says it. */
function saysOurs(said: string | undefined, ours: () => string): boolean {
  try {
    return isEqual(said ?? '', ours())
  } catch {
    return false
  }
}

/** One change tells of messages; one of another kind is about the account. */
function told(value: unknown): Told[] {
  return [
    ...(listAt(value, '/statuses') ?? []).flatMap((item) => [receipt(item), ...stoppedIn(item)]),
    ...(listAt(value, '/messages') ?? []).map(inbound),
    ...(listAt(value, '/user_preferences') ?? []).map(preference),
  ]
}

/** What is not delivered since its recipient stopped what this business sends is an opt-out too. */
function stoppedIn(item: unknown): Told[] {
  const from = textAt(item, '/recipient_id')
  if (from === null || !notTakenBy(WHATSAPP_CODES, codeOf(at(item, '/errors/0/code'))).stopped) return []
  return [written(item, { id: `${textAt(item, '/id') ?? ''}-stop`, from, text: 'STOP' })]
}

/** Whoever stops messages by the switch of the app is heard like one who writes it; one who wants them again is read by a human. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences, read 2026-11-30. */
function preference(item: unknown): Told {
  const [from, value] = [textAt(item, '/wa_id'), textAt(item, '/value') ?? '']
  const id = `${from ?? ''}-${value}-${textAt(item, '/timestamp') ?? ''}`
  return written(item, { id, from, text: value === 'stop' ? 'STOP' : (textAt(item, '/detail') ?? value) })
}

function receipt(item: unknown): Told {
  const [id, status] = [textAt(item, '/id'), textAt(item, '/status') ?? '']
  const word = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined
  const reference = textAt(item, '/biz_opaque_callback_data')
  const name = nameOf(item, id === null ? null : `${id}-${status}`)
  if (word === null) return { id: name, given: null, said: item }
  const code = codeOf(at(item, '/errors/0/code'))
  const refused = word === 'refused' ? notTakenBy(WHATSAPP_CODES, code).status : null
  return {
    id: name,
    given: {
      type: 'receipt',
      // A receipt that lost our reference on its way still has the id.
      reference: isOurs(reference) ? reference : null,
      id,
      status: refused ?? (word ? saidByProvider(word) : IN_NO_LIST),
      code,
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
  const id = textAt(item, '/id')
  if (textAt(item, '/type') === 'system') return { id: nameOf(item, id), given: null, said: item }
  const text = WORDS_AT.map((pointer) => textAt(item, pointer)).find((one) => one !== null) ?? ''
  return written(item, { id, from: textAt(item, '/from'), text })
}

function written(item: unknown, said: { id: string | null; from: string | null; text: string }): Told {
  const id = nameOf(item, said.id)
  const from = said.from === null ? null : `+${said.from}`
  return { id, given: { type: 'inbound', id, from, text: said.text, at: instantIn(item) }, said: item }
}

function instantIn(item: unknown): string | null {
  const seconds = textAt(item, '/timestamp') ?? ''
  return /^\d{1,11}$/.test(seconds) ? isoOf(Number(seconds) * 1000) : null
}

function listAt(body: unknown, pointer: string): unknown[] | null {
  const list = at(body, pointer)
  return Array.isArray(list) ? list : null
}
