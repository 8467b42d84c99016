import type { Draft, Subject } from './draft.ts'
import type { PreparedFact } from './prepared.ts'

/** The fact as it is stored for ever: without personal values, with ids of what holds them. */
export function keepFact(draft: Draft, subject: Subject | null, prepared: PreparedFact, late: boolean): void {
  const { fact, text } = prepared
  const { key: _key, ...said } = fact
  const person = subject?.person.id ?? null
  const body: Record<string, unknown> = { ...said }
  if (fact.type === 'point.added') delete body['value']
  if (late) body['late'] = true
  const numbers = [...prepared.points.map((point) => point.hash), prepared.pointHash ?? '']
    .map((hash) => draft.ledger.numbers.get(hash))
    .filter((id) => id !== undefined)
  if (numbers.length > 0) body['numbers'] = numbers
  if (text && person !== null) {
    const id = draft.ledger.ids.sealed()
    draft.changes.sealed.push({ ...text, id, person })
    body['sealed'] = { id, digest: text.digest }
    const asked = draft.changes.tasks.at(-1)
    if (asked?.person === person && asked.reply === prepared.key) asked.sealed = id
  }
  if (prepared.reply) body['understood'] = prepared.reply
  const account =
    fact.type === 'account.opened' ? draft.ledger.accountOf.get(fact.account) : subject?.account?.id
  draft.changes.facts.push({
    person,
    account: account ?? null,
    kind: fact.type,
    at: prepared.at,
    source: prepared.source,
    key: prepared.key,
    body,
    digest: prepared.digest,
  })
}
