import type { IncomingHttpHeaders } from 'node:http'
import { DAY_MS } from '../../core/base/time.ts'

/** Nobody waits longer than this because an answer says so. */
const LONGEST = DAY_MS
const SECONDS = /^\d+(\.\d+)?$/
const DATE = /^[A-Z][a-z]{2,8}, .* GMT$/

/** The milliseconds of a `Retry-After` (RFC 9110, 10.2.3): seconds, or a date, which is compared with the clock of whoever wrote it where the answer shows that. Null = it says neither. */
export function retryAfterIn(headers: IncomingHttpHeaders, now: number): number | null {
  const said = headers['retry-after']?.trim() ?? ''
  if (SECONDS.test(said)) return Math.min(LONGEST, Number(said) * 1000)
  const until = DATE.test(said) ? Date.parse(said) : Number.NaN
  if (Number.isNaN(until)) return null
  const shown = Date.parse(headers.date ?? '')
  return Math.min(LONGEST, Math.max(0, until - (Number.isNaN(shown) ? now : shown)))
}
