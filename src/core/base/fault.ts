/** A sealed value that no key opens: its key is not there, or its bytes are not what was sealed. */
export class LostValue extends Error {
  readonly code: 'key_missing' | 'sealed_broken'
  readonly keyId: string

  constructor(code: 'key_missing' | 'sealed_broken', keyId: string) {
    super(`${code}: ARREARS_SEAL_KEYS cannot open a value that was sealed under the key ${keyId}`)
    this.code = code
    this.keyId = keyId
  }
}

/** SQLSTATE classes that say nothing about a row: connection, transaction rollback, resources, locks, operators, the system, and what the statement or the role itself is. */
const PASSING_CLASSES = new Set(['08', '25', '26', '28', '3D', '3F', '40', '42', '53', '55', '57', '58'])
const PASSING_CODES = new Set([
  'ABORT_ERR',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'EMFILE',
  'ENETUNREACH',
  'ENFILE',
  'ENOMEM',
  'ENOSPC',
  'ENOTFOUND',
  'EPIPE',
  'ERR_MEMORY_ALLOCATION_FAILED',
  'ETIMEDOUT',
])
/** What the drivers of Postgres and Redis say without a code, and Node of its memory. */
const PASSING_WORDS =
  /connection|timeout|timed out|not queryable|calling end on the pool|writeable|allocation failed|out of memory/i

/** False for what passes by itself and would meet any row: the page is tried again whole, and no row is blamed. */
export function isRowFault(error: unknown): boolean {
  const { code, name, message } = (error ?? {}) as { code?: unknown; name?: string; message?: string }
  if (error instanceof LostValue) return true
  if (typeof code === 'string') {
    if (PASSING_CODES.has(code)) return false
    if (/^[0-9A-Z]{5}$/.test(code)) return !PASSING_CLASSES.has(code.slice(0, 2))
  }
  return name !== 'AbortError' && !PASSING_WORDS.test(message ?? '')
}

/** What the database says while it is away, restarts, or gives up because others are in the way. */
const AWAY_CLASSES = new Set(['08', '40', '53', '55', '57', '58'])

/** True where the same may be sent again later: the database cannot be reached or has no room now. A defect is none of these. */
export function isAway(error: unknown): boolean {
  if (isRowFault(error) || error instanceof TypeError || error instanceof RangeError) return false
  const { code } = (error ?? {}) as { code?: unknown }
  const isState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !PASSING_CODES.has(code)
  return isState ? AWAY_CLASSES.has(code.slice(0, 2)) || code === '25P03' : true
}

/** A short word for what went wrong, never its text: that may quote a row. */
export function faultCode(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  if (typeof code === 'string' && /^\w{1,40}$/.test(code)) return code
  return typeof name === 'string' && /^\w{1,40}$/.test(name) ? name : 'Error'
}
