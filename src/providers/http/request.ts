import { createHash, createHmac } from 'node:crypto'
import { type Instant, isoOf } from '../../core/base/time.ts'
import type { HttpRequest } from '../adapter.ts'
import { fillIn, type Values } from './placeholders.ts'
import type { Auth, Body } from './schema.ts'

/** How a request is described. */
export interface Described {
  method: HttpRequest['method']
  url: string
  headers: Readonly<Record<string, string>>
  body?: Body | undefined
}

export interface Filling {
  values: Values
  auth: Auth | undefined
  /** The token of OAuth 2; null = none is needed. */
  token: string | null
  /** TLS may be missing beyond this machine, too. */
  plain: boolean
}

/** The request as it goes out: values in their places, encoded as the place demands, and signed. */
export function requestFrom(described: Described, { values, auth, token, plain }: Filling): HttpRequest {
  const url = fillIn(described.url, values, encodeURIComponent)
  if (!plain) demandTls(url)
  const { type, text } = bodyOf(described.body, values)
  const own = Object.entries(described.headers).map(
    ([name, value]) => [name, headerOf(value, values)] as const,
  )
  const headers: Record<string, string> = {
    ...(type !== null && { 'content-type': type }),
    ...authorization(auth, values, token),
    ...Object.fromEntries(own),
  }
  if (auth?.hmac) {
    const { pathname, search } = new URL(url)
    const signed = { ...values, method: described.method, path: `${pathname}${search}`, body: text ?? '' }
    headers[auth.hmac.header] = signatureOf(auth.hmac, signed)
  }
  return { method: described.method, url, headers, body: text }
}

/** What every request may name: one instant for all of its parts. */
export function momentValues(now: Instant, seed: string): Values {
  return {
    timestamp: String(Math.floor(now / 1000)),
    'timestamp.millis': String(now),
    'timestamp.iso': isoOf(Math.floor(now / 1000) * 1000),
    nonce: createHash('sha256').update(`${seed} ${now}`).digest('hex').slice(0, 32),
  }
}

interface Signing {
  secret: string
  algorithm: string
  encoding: 'hex' | 'base64'
  over: string
  prefix: string
}

export function signatureOf({ secret, algorithm, encoding, over, prefix }: Signing, values: Values): string {
  const key = fillIn(secret, values)
  return `${prefix}${createHmac(algorithm, key).update(fillIn(over, values)).digest(encoding)}`
}

export function basicOf({ user, password }: { user: string; password: string }, values: Values): string {
  return `Basic ${Buffer.from(`${fillIn(user, values)}:${fillIn(password, values)}`).toString('base64')}`
}

function authorization(auth: Auth | undefined, values: Values, token: string | null): Record<string, string> {
  if (auth?.bearer) return { authorization: `Bearer ${headerOf(auth.bearer.token, values)}` }
  if (auth?.basic) return { authorization: basicOf(auth.basic, values) }
  return token === null ? {} : { authorization: `Bearer ${token}` }
}

function headerOf(text: string, values: Values): string {
  const filled = fillIn(text, values)
  if (/[\r\n\0]/.test(filled)) throw new Error('a header has no lines')
  return filled
}

function bodyOf(body: Body | undefined, values: Values): { type: string | null; text: string | null } {
  if (body?.json) return { type: 'application/json', text: JSON.stringify(jsonOf(body.json, values)) }
  if (body?.form) {
    const filled = Object.entries(body.form).map(([key, text]): [string, string] => [
      key,
      fillIn(text, values),
    ])
    return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(filled).toString() }
  }
  if (body?.xml !== undefined) {
    return { type: 'application/xml; charset=utf-8', text: fillIn(body.xml, values, xmlOf) }
  }
  return { type: null, text: null }
}

function jsonOf(node: unknown, values: Values): unknown {
  if (typeof node === 'string') return fillIn(node, values)
  if (Array.isArray(node)) return node.map((one) => jsonOf(one, values))
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, jsonOf(value, values)]))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Characters that XML cannot say at all are left out. */
function xmlOf(value: string): string {
  // oxlint-disable-next-line no-control-regex
  return value.replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '').replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one)
}

export function demandTls(url: string): void {
  if (!hasTls(url))
    throw new Error('the address has no TLS: https, or plain: true in the file where that is meant')
}

/** What goes to this machine leaves it by no wire. */
export function hasTls(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
  return protocol === 'https:' || isHere
}
