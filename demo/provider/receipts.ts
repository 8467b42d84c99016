import { createHmac } from 'node:crypto'
import type { Agenda } from './agenda.ts'
import { receiptOf } from './behaviour.ts'
import { exchange } from './exchange.ts'
import type { Message } from './gateway.ts'
import type { SimSettings } from './settings.ts'

const GRID = 5 * 60_000
const AGAIN_AFTER = 60_000
const MOST_TRIES = 20
const ANSWER_WITHIN_MS = 10_000

export interface ReceiptDeps {
  settings: Pick<SimSettings, 'seed' | 'temper' | 'virtual' | 'callbackUrl' | 'callbackSecret'>
  agenda: Agenda
  now: () => number
}

/** The receipt of a message that was taken is planned. Receipts keep to a grid of five minutes in virtual time, so that a day has few instants. */
export function planReceipt(deps: ReceiptDeps, message: Message): void {
  const { settings, agenda } = deps
  const { callbackUrl, virtual } = settings
  const receipt = receiptOf(settings.seed, settings.temper, message.reference)
  if (!receipt || callbackUrl === null) return
  const url = callbackUrl.replace('{channel}', message.channel ?? '')
  const due = message.at + receipt.afterMs
  const at = virtual ? Math.ceil(due / GRID) * GRID : due
  const body = JSON.stringify({
    type: 'receipt',
    reference: message.reference,
    id: message.id,
    status: receipt.status,
    code: receipt.code,
    at: new Date(at).toISOString(),
  })
  for (let time = 0; time < receipt.times; time++) {
    const callback = { url, id: `${message.id}-${receipt.status}`, body, tries: 1 }
    agenda.add(at, () => postUntilTaken(deps, { ...callback, secret: settings.callbackSecret }))
  }
}

export interface Callback {
  url: string
  id: string
  body: string
  tries: number
  /** It signs the body. */
  secret?: string
  headers?: Readonly<Record<string, string>>
}

/** Anything but 2xx, or a lasting 4xx, is tried again later. */
export async function postUntilTaken(
  deps: Pick<ReceiptDeps, 'agenda' | 'now'>,
  callback: Callback,
): Promise<void> {
  const status = await post(callback)
  const final = (status >= 200 && status < 300) || (status >= 400 && status < 500 && status !== 429)
  if (final || callback.tries >= MOST_TRIES) return
  deps.agenda.add(deps.now() + AGAIN_AFTER, () =>
    postUntilTaken(deps, { ...callback, tries: callback.tries + 1 }),
  )
}

/** 0 = nobody there. */
async function post({ url, id, body, secret, headers: own }: Callback): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const headers = {
    'content-type': 'application/json',
    ...own,
    ...(secret !== undefined && {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature(`${id}.${timestamp}.${body}`, secret),
    }),
  }
  try {
    return (await exchange({ method: 'POST', url, headers, body }, ANSWER_WITHIN_MS)).status
  } catch {
    return 0
  }
}

export function signature(signed: string, secret: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}
