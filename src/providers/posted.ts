import { createHash, timingSafeEqual } from 'node:crypto'
import { canonical } from '../core/fact/key.ts'
import { type MostRead, readJson } from '../core/fact/read-json.ts'
import { parseExactly } from './exact-json.ts'

/** What every provider posts is read by these. */

const ID = /^[\w.:-]{1,80}$/

/** What we call a status of which no list says what it means: it is refused further on, where it holds whoever it is about. */
export const IN_NO_LIST = 'in_no_list'

/** What names itself is known by that; of everything else its whole content is its name. */
export function nameOf(item: unknown, own: string | null): string {
  if (own !== null && ID.test(own)) return own
  return createHash('sha256').update(canonical(item)).digest('hex').slice(0, 40)
}

const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** Others may send under the same account, and name their messages as they like. */
export function isOurs(reference: string | null): reference is string {
  return reference !== null && OURS.test(reference)
}

export function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Undefined = it is no document that says each thing once. `most`: of whoever was verified before, and tells much at once. */
export function jsonOf(body: Buffer, most?: MostRead): unknown {
  const text = body.toString('utf8').replace(/^\uFEFF/, '')
  const read = readJson(text, most)
  return 'problem' in read || read.twice.length > 0 ? undefined : parseExactly(text)
}

/** Undefined = it is no form that says each thing once. */
export function formOf(body: Buffer): Record<string, string> | undefined {
  const entries = [...new URLSearchParams(body.toString('utf8'))]
  const form = Object.fromEntries(entries)
  return entries.length === 0 || Object.keys(form).length < entries.length ? undefined : form
}
