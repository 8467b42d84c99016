import { FACT, FACTS, type FactInput } from '../../core/fact/fact.ts'
import type { FactKind } from '../../core/fact/kind/kind.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import { subjectIn } from '../../core/fact/refused-row.ts'
import { ZONES_FROM } from '../../core/model/ledger.ts'
import type { IncomingFact } from '../../flow/ports/record.ts'
import type { Vault } from '../pg/base/vault.ts'
import { digestOf, keyOf } from './fact-digest.ts'
import { ANYWHERE } from './zones.ts'

/** The mark is short, and keyed: nobody can guess a number or address from it. */
export type Digest = (text: string, isPoint: boolean) => string

/** Fields that say who or where somebody is, or what somebody wrote. */
const OF_PERSONS = ['region', 'zone', 'points', 'phone', 'value', 'point', 'name', 'text', 'direction']

/** Kinds of facts that say nothing of a person: there is nothing to seal, and nowhere to look for a country. */
export const PLAIN_KINDS: ReadonlySet<string> = new Set(
  FACTS.filter(({ shape }) => {
    const { personal, bringsPoints, text }: FactKind = FACT[shape.type.value]
    return !personal && !bringsPoints && !text && OF_PERSONS.every((field) => !(field in shape))
  }).map(({ shape }) => shape.type.value),
)

/** A fact of such a kind; null = it is of another. */
export function plainFact(vault: Vault, digest: Digest, incoming: IncomingFact): PreparedFact | null {
  const { fact, source, line, file, holds, was } = incoming
  if (!PLAIN_KINDS.has(fact.type)) return null
  return {
    fact,
    source,
    key: keyOf(fact, null),
    line: line ?? null,
    ...(file !== undefined && { file }),
    ...(holds !== undefined && { holds }),
    subject: subjectIn(fact.type, fact, digest),
    at: Date.parse(fact.at),
    digest: digestOf(vault, fact, false),
    ...(was && { was, before: before(vault, { ...fact, ...was }) }),
    points: [],
    pointHash: null,
    named: null,
    regions: [],
    zones: [...ANYWHERE],
    zonesFrom: ZONES_FROM.nothing,
    name: null,
    text: null,
    reply: null,
  }
}

function before(vault: Vault, fact: FactInput): PreparedFact['before'] {
  return { key: keyOf(fact, null), digest: digestOf(vault, fact, false) }
}
