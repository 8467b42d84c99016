import { FACT, type FactInput } from './fact.ts'
import { when } from './kind/kind.ts'

/** Text that is the same for the same value: keys in order, undefined left out. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  let text = ''
  for (const [key, each] of Object.entries(value).sort(byKey)) {
    if (each !== undefined) text += `${text && ','}${JSON.stringify(key)}:${canonical(each)}`
  }
  return `{${text}}`
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}

/** What a fact says, for comparing two under one key: without the key itself and the day of delivery; what is named once for all (an account, a bill, a point) also without the day of the file that it came in, and without a score, which is a fact of its own. */
export function comparable(fact: FactInput): unknown {
  const { key: _key, recorded: _recorded, ...said } = fact
  const { differs = [] } = FACT[fact.type]
  const same = { ...said, at: when(fact) }
  return Object.fromEntries(Object.entries(same).filter(([field]) => !differs.includes(field)))
}

/** The key of a fact that brings none: what it is about, or when it was. `point` = keyed hash of the number or address that it names. */
export function naturalKey(fact: FactInput, point: string | null): string {
  const parts = FACT[fact.type].key(fact, point?.slice(0, 24))
  return [fact.type, ...parts].map((part) => encodeURIComponent(part ?? '')).join('/')
}
