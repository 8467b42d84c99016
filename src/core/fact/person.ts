import type { Problem } from '../base/problem.ts'
import type { AccountId, NumberId, PersonId } from '../base/id.ts'
import type { Line } from '../base/list.ts'
import { surestOf } from '../base/region.ts'
import type { Instant } from '../base/time.ts'
import type { Draft } from './draft.ts'
import { raisePerson, refused } from './draft.ts'
import type { Ledger, LedgerPerson, LedgerPoint } from '../model/ledger.ts'
import { ZONES_FROM } from '../model/ledger.ts'
import { isDead, isReplaced, namedAt, noWords, SAID, withNaming } from '../model/point-words.ts'
import { type PreparedPoint, type Reading, type Telling, UNSAID_LOCALE } from './telling.ts'
import { readingOf } from './reading.ts'

/** A debtor of whom nothing is known but what this fact says. */
export function newPerson(draft: Draft, externalId: string, prepared: Telling): LedgerPerson {
  const person: LedgerPerson = {
    id: draft.ledger.ids.person(),
    externalId,
    household: null,
    locale: UNSAID_LOCALE,
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
export function learnPlace(draft: Draft, person: LedgerPerson, prepared: Telling): void {
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
      draft.outdated.add(account.id)
    }
}

/** What a line of an account, or a fact of the debtor, says of his numbers and addresses. */
export function addPoints(
  draft: Draft,
  person: LedgerPerson,
  prepared: Telling,
  by: { account: AccountId | null; at: Instant },
): void {
  const { points } = prepared
  for (const given of points)
    if (!addPoint(draft, person, given, by)) draft.changes.warnings.push(unclear(given, prepared))
  for (const kind of new Set(points.map((given) => given.kind))) replaceOthers(draft, person, kind)
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

/** The point was reported dead, or was heard from. A report holds until something later shows that the debtor has it, not until somebody names it again. */
export function setValid(draft: Draft, point: LedgerPoint, valid: boolean, at: Instant): void {
  const { words } = point
  const known = valid ? words.aliveAt : words.deadAt
  if (known !== null && at <= known) return
  point.words = { ...words, [valid ? 'aliveAt' : 'deadAt']: at }
  draft.points.add(point)
  judge(draft, point)
}

/** The number is dead for everybody who has it or will be said to have it. */
export function killNumber(draft: Draft, number: NumberId, at: Instant): void {
  const known = draft.ledger.dead.get(number)
  if (known === undefined || known < at) {
    draft.ledger.dead.set(number, at)
    draft.changes.deadNumbers.set(number, at)
  }
  for (const point of draft.ledger.points) if (point.number === number) setValid(draft, point, false, at)
}

/** The person's point behind a number. One that nobody has named is only heard of: what was said of it counts when it is named, and nobody is contacted there. */
export function heardOf(
  draft: Draft,
  person: LedgerPerson,
  { kind, number }: Pick<LedgerPoint, 'kind' | 'number'>,
): LedgerPoint {
  return pointOf(draft, person, { kind, number }) ?? newPoint(draft, person, { kind, number })
}

export function pointOf(
  { ledger }: Draft,
  person: LedgerPerson,
  { kind, number }: { kind?: LedgerPoint['kind']; number: NumberId },
): LedgerPoint | undefined {
  return pointsOf(ledger, person.id).find(
    (point) => point.number === number && (kind === undefined || point.kind === kind),
  )
}

const owned = new WeakMap<Ledger['points'], { seen: number; of: Map<PersonId, LedgerPoint[]> }>()

/** Points are only ever added to a page. */
export function pointsOf({ points }: Ledger, person: PersonId): readonly LedgerPoint[] {
  let index = owned.get(points)
  if (!index) owned.set(points, (index = { seen: 0, of: new Map() }))
  for (; index.seen < points.length; index.seen++) {
    const point = points[index.seen]
    if (!point) continue
    const known = index.of.get(point.person)
    if (known) known.push(point)
    else index.of.set(point.person, [point])
  }
  return index.of.get(person) ?? []
}

/** What the person means who writes so. */
export function meantBy<R extends Reading>(
  { ledger }: Draft,
  person: LedgerPerson,
  readings: readonly R[],
): R | null {
  if (readings.length === 0) return null
  const own = new Set(pointsOf(ledger, person.id).map((point) => point.number))
  const has = (hash: string): boolean => own.has(ledger.numbers.get(hash) ?? (0 as NumberId))
  return readingOf(readings, { has, regions: person.regions })
}

/** The point was read at the door as several numbers, and nobody can say which is meant. */
function unclear({ kind }: PreparedPoint, prepared: Telling): Problem {
  const why = 'a national number without a country: write it with + and the country, or give the region'
  return refused(prepared, 'bad_point', `the ${kind} is taken as invalid: ${why}`, kind)
}

/** False where the value might have been read and is not. */
function addPoint(
  draft: Draft,
  person: LedgerPerson,
  { kind, readings, line, place }: PreparedPoint,
  { account, at }: { account: AccountId | null; at: Instant },
): boolean {
  const reading = meantBy(draft, person, readings.slice(0, -1)) ?? readings.at(-1)
  if (!reading) return true
  const number = numberOf(draft, reading.hash)
  const point = heardOf(draft, person, { kind, number })
  point.value = reading.value
  point.words = { ...withNaming(point.words, account ?? SAID, at), unreadable: !reading.valid }
  point.namedAt = namedAt(point.words)
  describe(draft, point, { line, place, tells: reading.tells, at })
  draft.points.add(point)
  judge(draft, point)
  return reading.valid || readings.length === 1
}

function newPoint(
  draft: Draft,
  person: LedgerPerson,
  { kind, number }: Pick<LedgerPoint, 'kind' | 'number'>,
): LedgerPoint {
  const deadAt = draft.ledger.dead.get(number) ?? null
  const point: LedgerPoint = {
    id: draft.ledger.ids.point(),
    person: person.id,
    kind,
    number,
    line: 'mobile',
    place: 'home',
    role: 'debtor',
    valid: deadAt === null,
    validAt: deadAt,
    former: true,
    namedAt: null,
    value: null,
    words: { ...noWords(), deadAt },
  }
  draft.ledger.points.push(point)
  draft.changes.newPoints.push(point)
  return point
}

/** The latest word on its line and place counts, but the number itself knows better. */
function describe(
  draft: Draft,
  point: LedgerPoint,
  said: Pick<PreparedPoint, 'line' | 'place'> & { tells: Line | null; at: Instant },
): void {
  const { words, line: before } = point
  if (said.line !== null && said.at >= (words.lineAt ?? -Infinity)) {
    point.line = said.line
    point.words = { ...point.words, lineAt: said.at }
  }
  if (said.tells === 'landline' || (said.tells === 'mobile' && point.line === 'landline'))
    point.line = said.tells
  if (said.place !== null && said.at >= (words.placeAt ?? -Infinity)) {
    point.place = said.place
    point.words = { ...point.words, placeAt: said.at }
  }
  if (point.line !== before && point.line === 'landline') raisePerson(draft, point.person)
}

function judge(draft: Draft, point: LedgerPoint): void {
  const { words } = point
  const valid = !words.unreadable && !isDead(words)
  const at = isDead(words) || (words.aliveAt ?? -Infinity) > (words.deadAt ?? Infinity) ? latest(words) : null
  point.validAt = at ?? point.namedAt
  if (point.valid && !valid) raisePerson(draft, point.person)
  point.valid = valid
}

function latest({ deadAt, aliveAt }: LedgerPoint['words']): Instant {
  return Math.max(deadAt ?? -Infinity, aliveAt ?? -Infinity)
}

/** Each of the person's points of the kind is marked as former when the ledger has replaced it. */
function replaceOthers(draft: Draft, { id }: LedgerPerson, kind: LedgerPoint['kind']): void {
  const own = pointsOf(draft.ledger, id).filter((point) => point.kind === kind)
  // Nothing replaces the only one.
  if (own.length === 1 && own[0]?.former === false) return
  for (const point of own) {
    if (point.words.named.length === 0) continue
    const former = isReplaced(
      point.words,
      own.filter((each) => each !== point).map(({ words }) => words),
    )
    if (former === point.former) continue
    point.former = former
    draft.points.add(point)
    if (former) raisePerson(draft, id)
  }
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort()
}
