import type { PersonId } from '../../base/id.ts'
import type { Place } from '../../base/list.ts'
import type { Applied, Draft, Subject } from '../draft.ts'
import { raiseNumber, refused, reviewSubject } from '../draft.ts'
import type { FactOf } from '../fact.ts'
import { pointNamed } from '../named-point.ts'
import { addPoints, killNumber, learnPlace, pointOf, setValid } from '../person.ts'
import type { PreparedFact } from '../prepared.ts'

/** The person's own inconvenient hours and places: the latest word counts. */
export function applyPreference(
  draft: Draft,
  { person }: Subject,
  fact: FactOf<'preference.set'>,
  { at }: PreparedFact,
): Applied {
  for (const place of fact.places ? [null, ...fact.places] : []) closePlace(draft, person.id, place, at)
  if (fact.places) reviewSubject(draft, { person, account: null })
  if (!fact.closed || (person.closedAt !== null && at < person.closedAt)) return 'taken'
  person.closed = fact.closed
  person.closedAt = at
  draft.persons.add(person)
  reviewSubject(draft, { person, account: null })
  return 'taken'
}

/** What was closed before opens a moment earlier than this word, which would otherwise end with it. */
function closePlace(draft: Draft, person: PersonId, place: Place | null, at: number): void {
  draft.changes.evidence.push({
    person,
    key: 'pref.place_closed',
    account: null,
    point: null,
    agent: null,
    value: place ?? false,
    at: place === null ? at - 1 : at,
    until: null,
  })
}

export function applyPointAdded(draft: Draft, { person }: Subject, prepared: PreparedFact): Applied {
  learnPlace(draft, person, prepared)
  addPoints(draft, person, prepared, { account: null, at: prepared.at })
  reviewSubject(draft, { person, account: null })
  return 'taken'
}

/** The word reaches everybody behind the number. */
export function applyPointInvalid(
  draft: Draft,
  subject: Subject,
  fact: FactOf<'point.invalid'>,
  prepared: PreparedFact,
): Applied {
  if (prepared.pointHash === null && fact.point === undefined)
    return refused(prepared, 'missing_field', 'the fact does not say which point', 'point')
  const ref = pointNamed(draft, subject, { point: fact.point, heard: true }, prepared)
  if (ref === null || ref === 'unknown')
    return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  killNumber(draft, ref.number, prepared.at)
  raiseNumber(draft, ref.number)
  return 'taken'
}

/** Consents are evidence too; the latest word counts, which is for the reader to find. */
export function applyEvidence(
  draft: Draft,
  subject: Subject | null,
  fact: FactOf<'evidence.recorded' | 'consent.given' | 'consent.revoked'>,
  prepared: PreparedFact,
): Applied {
  const ref = subject ? pointNamed(draft, subject, { point: fact.point, heard: true }, prepared) : null
  if (ref === 'unknown') return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  const until = fact.type === 'consent.revoked' || fact.until === undefined ? null : Date.parse(fact.until)
  draft.changes.evidence.push({
    person: subject?.person.id ?? null,
    key: fact.type === 'evidence.recorded' ? fact.evidence : consentKey(fact.consent),
    account: subject?.account?.id ?? null,
    point: ref?.point ?? null,
    agent: fact.type === 'evidence.recorded' ? (fact.agent ?? null) : null,
    value: fact.type === 'evidence.recorded' ? fact.value : fact.type === 'consent.given',
    at: prepared.at,
    until,
  })
  const point = subject && ref && fact.type === 'consent.given' ? pointOf(draft, subject.person, ref) : null
  if (point) setValid(draft, point, true, prepared.at)
  if (subject) reviewSubject(draft, subject)
  return 'taken'
}

function consentKey(consent: string): string {
  return consent.startsWith('consent.') ? consent : `consent.${consent}`
}
