import type { Problem } from '../base/problem.ts'

/** A zero character, or half of a pair: no store keeps it and gives it back. */
const UNSTORABLE = /[\0\p{Cs}]/u
const UNSTORABLE_ALL = new RegExp(UNSTORABLE.source, 'gu')
/** Controls, zero-width and direction-changing characters: two names that differ in them look the same. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
const UNSEEN_ALL = new RegExp(UNSEEN.source, 'gu')
/** Blanks and line ends at either end, as exports leave them; a byte order mark is no blank. */
const ENDS = /^[^\S\uFEFF]+|[^\S\uFEFF]+$/gu
const PLAIN = /^[!-~]+$/

/** As the name of an account, a debtor, a bill or anything else is kept. */
export function asName(given: string): string {
  return PLAIN.test(given) ? given : given.replace(ENDS, '').normalize('NFC')
}

export function isName(name: string): boolean {
  return PLAIN.test(name) || (name !== '' && !UNSEEN.test(name) && !UNSTORABLE.test(name))
}

/** All that a name may have been meant as: as it came, as it is kept, and without what cannot be seen. */
export function formsOf(given: string): string[] {
  const seen = given.replace(UNSEEN_ALL, '').replace(/\p{Cs}/gu, '')
  const forms = [given, asName(given), asName(seen)]
  return [...new Set(forms.filter((form) => form !== '' && !UNSTORABLE.test(form)))]
}

/** The place at which a row has text that no store keeps: keys too, however deep. */
export function unstorable(value: unknown): Problem | null {
  return isStorable(value) ? null : placeIn(value, '')
}

/** A text that somebody wrote, with a sign for each character that no store keeps. */
export function asText(written: string): string {
  return written.replace(UNSTORABLE_ALL, '\ufffd')
}

/** Whether every text in it is kept and given back by every store. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !UNSTORABLE.test(value)
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(isStorable)
  const fields = value as Record<string, unknown>
  for (const key of Object.keys(fields)) if (UNSTORABLE.test(key) || !isStorable(fields[key])) return false
  return true
}

function placeIn(value: unknown, path: string): Problem | null {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? badText(path) : null
  if (value === null || typeof value !== 'object') return null
  const list = Array.isArray(value)
  for (const [key, each] of Object.entries(value)) {
    const place = list ? `${path}[${key}]` : `${path}${path && '.'}${isPlainKey(key) ? key : 'this'}`
    const found = UNSTORABLE.test(key) ? badText(place) : placeIn(each, place)
    if (found) return found
  }
  return null
}

function badText(path: string): Problem {
  return {
    code: 'bad_text',
    ...(path !== '' && { path }),
    message: 'a zero character or half of a character pair is in the text',
    suggestion: 'write the text as valid UTF-8 without \\u0000',
  }
}

function isPlainKey(key: string): boolean {
  return /^[\w.-]{1,40}$/.test(key)
}
