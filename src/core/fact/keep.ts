import type { NumberId } from '../base/id.ts'
import type { Draft, Subject } from './draft.ts'
import { accountIn, FACT, type FactInput } from './fact.ts'
import { NOBODY } from '../model/ledger.ts'
import { meantBy } from './person.ts'
import type { PreparedFact } from './prepared.ts'

/** The fact as it is stored for ever: without personal values, with ids of what holds them. */
export function keepFact(draft: Draft, subject: Subject | null, prepared: PreparedFact, late: boolean): void {
  const { fact, text } = prepared
  const body = bodyOf(fact)
  const person = subject?.person.id ?? null
  const about = person ?? NOBODY
  for (const field of FACT[fact.type].required ?? []) delete body[field]
  if (late) body['late'] = true
  const numbers = numbersIn(draft, subject, prepared)
  if (numbers.length > 0) body['numbers'] = numbers
  if (text) {
    const id = draft.ledger.ids.sealed()
    draft.changes.sealed.push({ ...text, id, person: about })
    body['sealed'] = { id, digest: text.digest }
    const asked = draft.changes.tasks.findLast(
      (task) => task.person === about && task.reply === prepared.key && task.sealed === null,
    )
    if (asked) asked.sealed = id
  }
  if (prepared.reply) body['understood'] = prepared.reply
  // An account that this fact opens is known by now.
  const account = subject && (subject.account?.id ?? draft.ledger.accountOf.get(accountIn(fact) ?? ''))
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

function bodyOf(fact: FactInput): Record<string, unknown> {
  // Few facts bring a key, and a copy without one field takes ten times as long.
  if (!('key' in fact)) return { ...fact }
  const { key: _key, ...body } = fact
  return body
}

/** The numbers that the fact names, as they were understood. */
function numbersIn(draft: Draft, subject: Subject | null, { points, named }: PreparedFact): NumberId[] {
  if (subject === null || (points.length === 0 && named === null)) return []
  const person = subject.person
  const meant = [
    ...points.map(({ readings }) => meantBy(draft, person, readings.slice(0, -1)) ?? readings.at(-1)),
    named && meantBy(draft, person, named.readings),
  ]
  return meant.flatMap((reading) => (reading && draft.ledger.numbers.get(reading.hash)) ?? [])
}
