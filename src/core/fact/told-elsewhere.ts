import type { Problem } from '../base/problem.ts'
import { isFactType } from './fact.ts'

/** Doors that take the words of a provider or of a dialer take no facts of a ledger: whoever tells one there hears where it is taken. Null = the value is no fact. */
export function toldElsewhere(value: unknown, code: string): Problem | null {
  if (value === null || typeof value !== 'object' || !('type' in value)) return null
  const { type } = value
  if (typeof type !== 'string' || !isFactType(type)) return null
  const message = `${type} is a fact, and no fact is taken here`
  return { code, path: 'type', message, suggestion: 'POST /v1/facts with a key, or arrears import' }
}
