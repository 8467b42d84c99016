import type { NumberId, PointId } from '../base/id.ts'
import type { Draft, Subject } from './draft.ts'
import { heardOf, meantBy, numberOf, pointOf } from './person.ts'
import type { Telling } from './telling.ts'

/** The number that a fact names by value or by the engine's id of a point; null where it names none. What cannot be read does not come here: see unread-number.ts. */
export function pointNamed(
  draft: Draft,
  { person }: Subject,
  { point, heard = false }: Named,
  { named }: Telling,
): { number: NumberId; point: PointId | null } | 'unknown' | null {
  if (named !== null) {
    const reading = meantBy(draft, person, named.readings)
    if (!reading) return 'unknown'
    const number = numberOf(draft, reading.hash)
    const own = heard
      ? heardOf(draft, person, { kind: named.kind, number })
      : pointOf(draft, person, { number })
    return { number, point: own?.id ?? null }
  }
  if (point === undefined) return null
  const own = draft.ledger.points.find((each) => each.id === point && each.person === person.id)
  return own ? { number: own.number, point: own.id } : 'unknown'
}

interface Named {
  point?: string | number | undefined
  /** It is one debtor's number, also before anybody has named it as his. */
  heard?: boolean
}
