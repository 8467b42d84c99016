import type { NumberId, PointId } from '../base/id.ts'
import type { Draft, Subject } from './draft.ts'
import { meaningOf } from './disposition.ts'
import type { FactOf, FactType } from './fact.ts'
import { heardOf, meantBy, numberOf, pointOf } from './person.ts'
import type { PreparedFact } from './prepared.ts'

/** What they say of a number is of one debtor's number, also before anybody has named it as his. */
const HEARD_OF: ReadonlySet<FactType> = new Set([
  'consent.given',
  'consent.revoked',
  'evidence.recorded',
  'point.invalid',
])

/** The number that a fact names by value or by the engine's id of a point; null where it names none. What cannot be read does not come here: see unread-number.ts. */
export function pointNamed(
  draft: Draft,
  { person }: Subject,
  point: string | number | undefined,
  { named, fact }: PreparedFact,
): { number: NumberId; point: PointId | null } | 'unknown' | null {
  if (named !== null) {
    const reading = meantBy(draft, person, named.readings)
    if (!reading) return 'unknown'
    const number = numberOf(draft, reading.hash)
    const heard = HEARD_OF.has(fact.type) || (fact.type === 'contact.recorded' && isHeardIn(fact))
    const own = heard
      ? heardOf(draft, person, { kind: named.kind, number })
      : pointOf(draft, person, { number })
    return { number, point: own?.id ?? null }
  }
  if (point === undefined) return null
  const own = draft.ledger.points.find((each) => each.id === point && each.person === person.id)
  return own ? { number: own.number, point: own.id } : 'unknown'
}

/** It came from the number, or told it dead. */
function isHeardIn({ direction, disposition }: FactOf<'contact.recorded'>): boolean {
  return direction === 'in' || meaningOf(disposition).effect === 'point_invalid'
}
