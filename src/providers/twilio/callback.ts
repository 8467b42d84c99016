import { createHmac } from 'node:crypto'
import { type Instant, isoOf } from '../../core/base/time.ts'
import { type ByProvider, saidByProvider } from '../../core/channel/disposition.ts'
import type { CallbackReader, Posted, ReadPosted, Told } from '../adapter.ts'
import { codeOf } from '../code.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { IN_NO_LIST, formOf, isEqual, nameOf } from '../posted.ts'
import { notTakenBy } from '../vendor/told.ts'
import { TWILIO_CODES } from './codes.ts'

/** Words of https://www.twilio.com/docs/messaging/api/message-resource#message-status-values, read 2026-11-29; null = it is on its way. */
const STATUSES: Readonly<Record<string, ByProvider | null>> = {
  accepted: null,
  scheduled: null,
  queued: null,
  sending: null,
  sent: 'taken',
  delivered: 'arrived',
  read: 'arrived',
  undelivered: 'refused',
  failed: 'refused',
  canceled: 'refused',
}

/** A form, signed over the address that it was posted to. The reference comes back in the address that went out with the message. */
export function twilioCallback(token: string, callbacks: string, env: Values): CallbackReader {
  const secretly = { callbacks, tokenOf: () => fillIn(token, env) }
  return {
    read(posted, now): ReadPosted {
      const form = formOf(posted.body)
      if (!isSigned(posted, form ?? {}, secretly)) return { ok: false, why: 'bad_signature' }
      return form ? { ok: true, told: told(form, posted, now) } : { ok: false, why: 'malformed' }
    },
    // A message that is answered with anything else is an error in its log.
    thanks: { type: 'text/xml', body: '<Response/>' },
  }
}

function told(form: Record<string, string>, { query }: Posted, now: Instant): Told[] {
  const { MessageSid: id = null, MessageStatus: status, From: from = null, Body: text } = form
  const at = isoOf(now)
  if (status === undefined && text !== undefined) {
    const name = nameOf(form, id)
    return [{ id: name, given: { type: 'inbound', id: name, from, text, at }, said: form, undated: true }]
  }
  const name = nameOf(form, id === null ? null : `${id}-${status ?? ''}`)
  const word = Object.hasOwn(STATUSES, status ?? '') ? STATUSES[status ?? ''] : undefined
  if (word === null) return [{ id: name, given: null, said: form, undated: true }]
  const reference = query['reference'] ?? null
  const code = codeOf(form['ErrorCode'])
  const refused = word === 'refused' ? notTakenBy(TWILIO_CODES, code) : null
  const known = refused?.status ?? (word ? saidByProvider(word) : IN_NO_LIST)
  const receipt: Told = {
    id: name,
    // A receipt that lost our reference on its way still has the id.
    given: { type: 'receipt', reference, id, status: known, code, at },
    said: form,
    undated: true,
  }
  const to = form['To']
  if (!refused?.stopped || to === undefined) return [receipt]
  const stop = `${name}-stop`
  return [
    receipt,
    { id: stop, given: { type: 'inbound', id: stop, from: to, text: 'STOP', at }, said: form, undated: true },
  ]
}

function isSigned(
  posted: Posted,
  form: Record<string, string>,
  { callbacks, tokenOf }: { callbacks: string; tokenOf: () => string },
): boolean {
  try {
    const given = posted.headers['x-twilio-signature'] ?? ''
    const url = `${callbacks.replace(/\/$/, '')}${posted.url}`
    return addressesOf(url).some((one) => isEqual(given, twilioSignature(tokenOf(), one, form)))
  } catch {
    return false
  }
}

/** Twilio signs the address with the port or without. */
function addressesOf(url: string): string[] {
  const { port, protocol } = new URL(url)
  if (port !== '') return [url, url.replace(`:${port}`, '')]
  return [url, url.replace(/^(https?:\/\/[^/?]+)/, `$1:${protocol === 'https:' ? 443 : 80}`)]
}

/** The address, then every field with its value in the order of their names. */
export function twilioSignature(token: string, url: string, form: Readonly<Record<string, string>>): string {
  const fields = Object.keys(form)
    .sort()
    .map((name) => `${name}${form[name] ?? ''}`)
  return createHmac('sha1', token)
    .update(`${url}${fields.join('')}`)
    .digest('base64')
}
