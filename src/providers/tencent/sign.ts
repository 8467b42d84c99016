import { createHash, createHmac } from 'node:crypto'
import { dayOf, type Instant } from '../../core/base/time.ts'
import type { HttpRequest } from '../adapter.ts'

export interface Call {
  url: string
  service: string
  action: string
  version: string
  region: string
  body: string
}

/** A call under signature v3, TC3-HMAC-SHA256: https://www.tencentcloud.com/document/api/1278/73612, read 2026-11-29. */
export function signedCall(call: Call, keys: { id: string; secret: string }, now: Instant) {
  const { host } = new URL(call.url)
  const timestamp = String(Math.floor(now / 1000))
  const signed: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    host,
    'x-tc-action': call.action.toLowerCase(),
  }
  const names = Object.keys(signed)
  const lines = names.map((name) => `${name}:${signed[name] ?? ''}\n`).join('')
  const canonical = ['POST', '/', '', lines, names.join(';'), sha256(call.body)].join('\n')
  const day = dayOf('UTC', Number(timestamp) * 1000)
  const scope = `${day}/${call.service}/tc3_request`
  const toSign = ['TC3-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n')
  const key = [day, call.service, 'tc3_request'].reduce<Buffer | string>(hmac, `TC3${keys.secret}`)
  const signature = hmac(key, toSign).toString('hex')
  return {
    method: 'POST',
    url: `${call.url}/`,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      host,
      'x-tc-action': call.action,
      'x-tc-version': call.version,
      'x-tc-timestamp': timestamp,
      'x-tc-region': call.region,
      authorization: `TC3-HMAC-SHA256 Credential=${keys.id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    },
    body: call.body,
  } as const satisfies HttpRequest
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
