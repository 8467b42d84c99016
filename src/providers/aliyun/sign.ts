import { createHash, createHmac } from 'node:crypto'
import { type Instant, isoOf } from '../../core/base/time.ts'
import type { HttpRequest } from '../adapter.ts'

export interface Keys {
  id: string
  secret: string
}

export interface Call {
  url: string
  action: string
  version: string
  query: Readonly<Record<string, string>>
}

/** A call under signature V3, ACS3-HMAC-SHA256: https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature, read 2026-11-29. The same nonce is taken once. */
export function signedCall(call: Call, keys: Keys, { now, nonce }: { now: Instant; nonce: string }) {
  const { host } = new URL(call.url)
  const query = canonicalQuery(call.query)
  const signed: Record<string, string> = {
    host,
    'x-acs-action': call.action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': isoOf(Math.floor(now / 1000) * 1000),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': call.version,
  }
  const names = Object.keys(signed).sort()
  const lines = names.map((name) => `${name}:${signed[name] ?? ''}\n`).join('')
  const canonical = ['POST', '/', query, lines, names.join(';'), sha256('')].join('\n')
  const signature = createHmac('sha256', keys.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex')
  const authorization = `ACS3-HMAC-SHA256 Credential=${keys.id},SignedHeaders=${names.join(';')},Signature=${signature}`
  return {
    method: 'POST',
    url: `${call.url}/?${query}`,
    headers: { ...signed, authorization },
    body: null,
  } as const satisfies HttpRequest
}

function canonicalQuery(query: Call['query']): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${encoded(name)}=${encoded(query[name] ?? '')}`)
    .join('&')
}

/** RFC 3986: four more signs are written as numbers than the language writes. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
