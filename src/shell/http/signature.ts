import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../core/base/time.ts'

/** Standard Webhooks: HMAC-SHA256 over `<id>.<timestamp>.<raw body>`, header `webhook-signature: v1,<base64>`, several separated by blanks; see standardwebhooks.com. */

export const TOLERANCE_MS = 5 * 60_000

export interface SignedHeaders {
  id: string
  /** Seconds since 1970, as sent. */
  timestamp: string
  signature: string
}

export type SignatureAnswer = 'good' | 'bad' | 'stale'

/** `secrets`: any of them may have signed, so that one can be rotated out; `now` is machine time. */
export function verifySignature(
  headers: SignedHeaders,
  rawBody: Buffer,
  secrets: readonly string[],
  now: Instant,
): SignatureAnswer {
  const given = headers.signature
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'))
  const matches = secrets
    .map((secret) => macOf(headers, rawBody, secret))
    .some((expected) => given.some((mac) => mac.length === expected.length && timingSafeEqual(mac, expected)))
  if (!matches) return 'bad'
  const at = Number(headers.timestamp) * 1000
  return Math.abs(now - at) <= TOLERANCE_MS ? 'good' : 'stale'
}

export function signBody(id: string, timestamp: string, rawBody: Buffer | string, secret: string): string {
  return `v1,${macOf({ id, timestamp }, rawBody, secret).toString('base64')}`
}

/** A secret with the prefix `whsec_` is base64, any other is taken as its bytes. */
function macOf(headers: { id: string; timestamp: string }, rawBody: Buffer | string, secret: string): Buffer {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return createHmac('sha256', key).update(`${headers.id}.${headers.timestamp}.`).update(rawBody).digest()
}
