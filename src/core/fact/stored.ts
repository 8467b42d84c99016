import type { AccountId, NumberId, PersonId, PointId } from '../base/id.ts'
import { regionsGiven } from '../base/region.ts'
import type { Instant } from '../base/time.ts'
import type { DossierPerson, DossierPoint } from '../model/dossier.ts'
import { FACT, FactInput, type FactType } from './fact.ts'
import type { FactKind } from './kind/kind.ts'
import { ZONES_FROM, type SealedText } from '../model/ledger.ts'
import type { PreparedFact } from './prepared.ts'
import type { NamedPoint, PointReading, PreparedPoint } from './telling.ts'

/** A fact as it is kept: see keep.ts. */
export interface StoredFact {
  person: PersonId
  account: AccountId | null
  source: string
  key: string
  at: Instant
  recordedAt: Instant
  body: Record<string, unknown>
  /** The digest in hex. */
  digest: string
}

export interface StoredPoint extends Pick<DossierPoint, 'id' | 'kind' | 'number' | 'line' | 'place'> {
  /** It cannot be what it says it is. */
  unreadable: boolean
}

/** What the stored fact does not say itself. */
export interface StoredWith {
  pointOf: (number: NumberId) => StoredPoint | undefined
  numberOf: (point: PointId) => NumberId | undefined
  /** The regions in which the debtor lives and the zones in which he is, as far as they were guessed from numbers. */
  place: Pick<DossierPerson, 'regions' | 'zones'>
}

/** What stands for the keyed hash of a number that is known by its id only. */
export function storedHash(number: NumberId): string {
  return `#${number}`
}

/** The fact as it can be applied again; null = it is the engine's own, or of another version. */
export function preparedAgain(stored: StoredFact, given: StoredWith): PreparedFact | null {
  const { numbers = [], late: _late, sealed: _sealed, understood = null, ...said } = stored.body
  const kind = FACT[said['type'] as FactType] as FactKind | undefined
  const hidden = (kind?.required ?? []).map((field) => [field, '-'])
  const parsed = FactInput.safeParse({ ...said, ...Object.fromEntries(hidden) })
  if (!kind || !parsed.success) return null
  const fact = withoutPoint(parsed.data)
  const ids = numbers as NumberId[]
  const { bringsPoints = false } = kind
  const named = bringsPoints ? undefined : (ids[0] ?? numberIn(parsed.data, given))
  return {
    fact,
    source: stored.source,
    key: stored.key,
    line: null,
    at: stored.at,
    digest: stored.digest,
    points: bringsPoints ? ids.flatMap((number) => pointsFrom(fact, given.pointOf(number))) : [],
    pointHash: named === undefined ? null : storedHash(named),
    named: named === undefined ? null : namedAgain(named, given),
    ...placeIn(fact, given),
    name: null,
    text: null,
    reply: understood as PreparedFact['reply'],
    history: true,
  }
}

function withoutPoint(fact: FactInput): FactInput {
  if (!('point' in fact) || fact.point === undefined) return fact
  const { point: _point, ...rest } = fact
  return rest
}

function numberIn(fact: FactInput, { numberOf }: StoredWith): NumberId | undefined {
  return 'point' in fact && typeof fact.point === 'number' ? numberOf(fact.point as PointId) : undefined
}

const NOTHING: SealedText = {
  kind: 'number',
  value: new Uint8Array(),
  keyId: '',
  salt: new Uint8Array(),
  digest: '',
}

function namedAgain(number: NumberId, { pointOf }: StoredWith): NamedPoint {
  return { kind: pointOf(number)?.kind ?? 'phone', readings: [readingOf(number)], raw: NOTHING }
}

function readingOf(number: NumberId): NamedPoint['readings'][number] {
  return { hash: storedHash(number), under: null, of: [], sure: true }
}

/** The number itself told its kind of line: as it is known now. */
function pointsFrom(fact: FactInput, point: StoredPoint | undefined): PreparedPoint[] {
  if (!point) return []
  const reading: PointReading = {
    ...readingOf(point.number),
    value: NOTHING,
    tells: null,
    valid: !point.unreadable,
  }
  const line = ('line' in fact ? fact.line : undefined) ?? point.line
  const place = ('place' in fact ? fact.place : undefined) ?? point.place
  return [{ kind: point.kind, readings: [reading], line, place }]
}

function placeIn(
  fact: FactInput,
  { place }: StoredWith,
): Pick<PreparedFact, 'regions' | 'zones' | 'zonesFrom'> {
  const { region, zone } = 'region' in fact || 'zone' in fact ? fact : {}
  const said = region === undefined ? [] : regionsGiven(region)
  const regions = said.length > 0 ? said : place.regions
  if (zone === undefined) return { regions, zones: place.zones, zonesFrom: ZONES_FROM.country }
  return { regions, zones: [...new Set(listOf(zone))].sort(), zonesFrom: ZONES_FROM.given }
}

function listOf(one: string | string[]): string[] {
  return typeof one === 'string' ? [one] : one
}
