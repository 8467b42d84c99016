import type { NumberId } from '../base/id.ts'
import { surestOf } from '../base/region.ts'
import type { Draft } from './draft.ts'
import type { LedgerPerson, LedgerPoint } from './ledger.ts'
import { ZONES_FROM } from './ledger.ts'
import type { PreparedFact, PreparedPoint } from './prepared.ts'

/** A debtor of whom nothing is known but what this fact says. */
export function newPerson(draft: Draft, externalId: string, prepared: PreparedFact): LedgerPerson {
  const person: LedgerPerson = {
    id: draft.ledger.ids.person(),
    externalId,
    household: null,
    locale: 'en',
    regions: prepared.regions,
    zones: prepared.zones,
    zonesFrom: prepared.zonesFrom,
    closed: [],
    closedAt: null,
    name: null,
    erased: false,
  }
  draft.ledger.persons.set(person.id, person)
  draft.ledger.personOf.set(externalId, person.id)
  draft.changes.newPersons.push(person)
  return person
}

/** Residences add up, and so do zones; those that are given replace those that were guessed, in whatever order the two come. */
export function learnPlace(draft: Draft, person: LedgerPerson, prepared: PreparedFact): void {
  const regions = surestOf(union(person.regions, prepared.regions))
  if (regions.join() !== person.regions.join()) draft.persons.add(person)
  person.regions = regions
  if (prepared.zonesFrom < person.zonesFrom || prepared.zonesFrom === ZONES_FROM.nothing) return
  const zones = prepared.zonesFrom > person.zonesFrom ? prepared.zones : union(person.zones, prepared.zones)
  person.zonesFrom = prepared.zonesFrom
  draft.persons.add(person)
  if (zones.join() === person.zones.join()) return
  person.zones = zones
  draft.rezoned.add(person)
  for (const account of draft.ledger.accounts.values())
    if (account.person === person.id) {
      account.zones = zones
      draft.unsettled.add(account.id)
    }
}

export function addPoints(draft: Draft, person: LedgerPerson, prepared: PreparedFact): void {
  for (const point of prepared.points) addPoint(draft, person, point, prepared.at)
}

/** The number of that value, known from now on. */
export function numberOf(draft: Draft, hash: string): NumberId {
  const known = draft.ledger.numbers.get(hash)
  if (known !== undefined) return known
  const id = draft.ledger.ids.number()
  draft.ledger.numbers.set(hash, id)
  draft.changes.newNumbers.push({ id, hash })
  return id
}

/** The latest word on a point counts. */
export function setValid(draft: Draft, point: LedgerPoint, valid: boolean, at: number): void {
  if (point.validAt !== null && (at < point.validAt || (at === point.validAt && valid))) return
  point.valid = valid
  point.validAt = at
  draft.points.add(point)
}

function addPoint(draft: Draft, person: LedgerPerson, given: PreparedPoint, at: number): void {
  const number = numberOf(draft, given.hash)
  const known = draft.ledger.points.find(
    (point) => point.person === person.id && point.number === number && point.kind === given.kind,
  )
  if (known) return knowAgain(draft, known, given, at)
  const point: LedgerPoint = {
    id: draft.ledger.ids.point(),
    person: person.id,
    kind: given.kind,
    number,
    line: given.line,
    place: given.place,
    role: 'debtor',
    valid: given.valid,
    validAt: at,
    value: given.value,
  }
  draft.ledger.points.push(point)
  draft.changes.newPoints.push(point)
}

/** A number that is reported dead before anybody says that it is the person's: it stays dead when they do. */
export function addDeadPoint(
  draft: Draft,
  { at, ...dead }: Pick<LedgerPoint, 'person' | 'kind' | 'number'> & { at: number },
): void {
  const point: LedgerPoint = {
    id: draft.ledger.ids.point(),
    ...dead,
    line: 'mobile',
    place: 'home',
    role: 'debtor',
    valid: false,
    validAt: at,
    value: null,
  }
  draft.ledger.points.push(point)
  draft.changes.newPoints.push(point)
}

/** Its value may have been erased when its time was over, or never have been told. */
function knowAgain(draft: Draft, known: LedgerPoint, given: PreparedPoint, at: number): void {
  known.value = given.value
  if (!known.valid) draft.points.add(known)
  setValid(draft, known, given.valid, at)
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort()
}
