import type { PersonId } from '../../../../core/base/id.ts'
import { SNAPSHOT } from '../../../../core/fact/kind/snapshot.ts'
import type { EngineFact } from '../../../../core/model/decision.ts'
import type { TakenFact } from '../../../../core/model/ledger-changes.ts'
import { factKey } from '../../../../core/model/ledger.ts'
import type { World } from '../world.ts'

export function noteFact(world: World, fact: TakenFact): void {
  const { person, account, kind, source, key, body, digest } = fact
  world.facts.set(factKey(person, source, key), {
    person: person ?? (0 as PersonId),
    account,
    kind,
    happenedAt: fact.at,
    recordedAt: world.now,
    source,
    key,
    body,
    digest,
  })
  const { pastDue, oldestDueOn } = body
  if (account === null || kind !== SNAPSHOT || typeof pastDue !== 'string') return
  const one = { at: fact.at, pastDue, anchor: typeof oldestDueOn === 'string' ? oldestDueOn : null }
  const shown = world.shown.get(account)
  if (shown) shown.push(one)
  else world.shown.set(account, [one])
}

/** What the engine itself records; keyed by its place in the world's facts. */
export function noteEngineFacts(world: World, facts: readonly EngineFact[]): void {
  for (const { person, account, case: caseId, type, at, body } of facts)
    noteFact(world, {
      person,
      account,
      kind: type,
      at,
      source: 'engine',
      key: `${type}/${world.facts.size}`,
      body: caseId === null ? body : { ...body, case: caseId },
      digest: '',
    })
}
