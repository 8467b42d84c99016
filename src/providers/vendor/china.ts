import type { Posted } from '../adapter.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { isEqual } from '../posted.ts'
import { readWallTime } from '../wall-time.ts'

/** The vendors of China write times without a zone, and mean their own. */
export const CHINA = 'Asia/Shanghai'

/** The instant as text in UTC; null = it is none. */
export function readChinaTime(text: unknown): string | null {
  return readWallTime(text, CHINA)
}

const MOBILE = /^1\d{10}$/

/** Numbers at home are written without a prefix, and those abroad without the plus. */
export function asInChina(to: string): string {
  const digits = to.replace(/^\+/, '')
  const own = digits.replace(/^86/, '')
  return MOBILE.test(own) ? own : digits
}

/** The number as everybody else writes it; null = it is none. */
export function fromChina(number: unknown): string | null {
  if (typeof number !== 'string' || !/^\+?\d{5,15}$/.test(number)) return null
  if (MOBILE.test(number)) return `+86${number}`
  return number.startsWith('+') ? number : `+${number}`
}

/** Nothing signs what they post: whoever knows the word behind `?key=` of the address is believed. */
export function isToldBy({ query }: Posted, secret: string, env: Values): boolean {
  try {
    return isEqual(query['key'] ?? '', fillIn(secret, env))
  } catch {
    return false
  }
}
