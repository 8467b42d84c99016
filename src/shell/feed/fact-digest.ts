import { createHash, hash as hashOnce } from 'node:crypto'
import { FACT, type FactInput } from '../../core/fact/fact.ts'
import { canonical, comparable, naturalKey } from '../../core/fact/key.ts'
import type { FactKind } from '../../core/fact/kind/kind.ts'
import type { SealedText } from '../../core/model/ledger.ts'
import type { Vault } from '../pg/base/vault.ts'

/** An index takes no more. */
const LONGEST_KEY = 2000

/** The key that the fact brings, or what it is known by. */
export function keyOf(fact: FactInput, hash: string | null): string {
  const key = fact.key ?? naturalKey(fact, hash)
  if (key.length <= LONGEST_KEY) return key
  return `${key.slice(0, 200)}/${createHash('sha256').update(key).digest('hex')}`
}

/** The digest is keyed where the body has personal values: nobody can guess them from it. */
export function digestOf(vault: Vault, fact: FactInput, personal: boolean): string {
  const text = canonical(comparable(fact))
  if (personal || textIn(fact) !== null || bringsPoints(fact)) return vault.hex(text)
  return hashOnce('sha256', text, 'hex')
}

/** The free text of the fact, if it has one. */
export function textIn(fact: FactInput): { kind: SealedText['kind']; text: string } | null {
  const { text: kind }: FactKind = FACT[fact.type]
  const text = kind && (fact as Partial<Record<typeof kind, string>>)[kind]
  return kind && text ? { kind, text } : null
}

export function bringsPoints({ type }: FactInput): boolean {
  return FACT[type].bringsPoints ?? false
}
