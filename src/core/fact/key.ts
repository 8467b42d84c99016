import { ofTexts } from '../base/of-texts.ts'
import { FACT, type FactInput } from './fact.ts'
import { when } from './kind/kind.ts'

/** Text that is the same for the same value: keys in order, undefined left out. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = value as Record<string, unknown>
  let text = ''
  for (const key of sorted(Object.keys(fields))) {
    const each = fields[key]
    if (each !== undefined) text += `${text && ','}${quoted(key)}:${canonical(each)}`
  }
  return `{${text}}`
}

/** Letters, digits and signs that JSON writes as they are. */
const PLAIN = /^[ !#-[\]-~]*$/

/** Fields are few, and most of them stand in order: each is put where it belongs. The sort of the language makes a copy of all. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort()
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next] ?? ''
    let at = next
    for (; at > 0 && (keys[at - 1] ?? '') > key; at--) keys[at] = keys[at - 1] ?? ''
    keys[at] = key
  }
  return keys
}

const FEW = 30

/** Facts have the same fields again and again. */
const quoted = ofTexts((key) => JSON.stringify(key))

/** What a fact says, for comparing two under one key: without the key itself and the day of delivery; what is named once for all (an account, a bill, a point) also without the day of the file that it came in, and without a score, which is a fact of its own. */
export function comparable(fact: FactInput): unknown {
  const { key: _key, recorded: _recorded, ...said } = fact
  const { differs = [] } = FACT[fact.type]
  const same: Record<string, unknown> = { ...said, at: when(fact) }
  for (const field of differs) same[field] = undefined
  return same
}

/** The key of a fact that brings none: what it is about, or when it was. `point` = keyed hash of the number or address that it names. */
export function naturalKey(fact: FactInput, point: string | null): string {
  const parts = FACT[fact.type].key(fact, point?.slice(0, 24))
  return [fact.type, ...parts].map((part) => encodeURIComponent(part ?? '')).join('/')
}
