import { createHash, randomBytes } from 'node:crypto'
import type { Problem } from '../../core/base/problem.ts'
import { isRegion, regionsGiven, somewhereIn } from '../../core/base/region.ts'
import type { Zone } from '../../core/base/time.ts'
import { FACT, type FactInput } from '../../core/fact/fact.ts'
import { ZONES_FROM, type SealedText } from '../../core/model/ledger.ts'
import { replyIn } from '../../core/fact/message.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { NamedPoint, PointReading, PreparedPoint } from '../../core/fact/telling.ts'
import type { Replies } from '../../core/wording/replies.ts'
import { refusedRow, subjectIn } from '../../core/fact/refused-row.ts'
import type { IncomingFact, IncomingRefusal, Prepare } from '../../flow/ports/record.ts'
import type { Vault } from '../pg/base/vault.ts'
import { bringsPoints, digestOf, keyOf, textIn } from './fact-digest.ts'
import { asTold, kindOf, likeliest, pointValues, type PointValue, unreadable } from './point-value.ts'
import { type Digest, plainFact } from './plain-fact.ts'
import { PLAIN } from './staged.ts'
import { whyUnreadable } from './unreadable.ts'
import { holdsTwo } from './two-numbers.ts'
import { withoutPersonalValues } from './strip.ts'
import { ANYWHERE, countryOfZone, zonesOfCountry } from './zones.ts'

type GivenPoint = Pick<PreparedPoint, 'kind'> & { value: string } & Partial<
    Record<'line' | 'place', string | undefined>
  >

/** Facts as the core takes them: numbers in E.164 and under a keyed hash, everything personal sealed. */
export function prepareWith(vault: Vault): Prepare {
  const digest: Digest = (text, isPoint) => vault.hex(isPoint ? likeliest(text) : text).slice(0, 16)
  return Object.assign(
    (incoming: IncomingFact, lists?: readonly Replies[]) => prepare(vault, digest, incoming, lists),
    { refused: (row: IncomingRefusal) => refusedRow(row.refused, row.problems, row, digest) },
  )
}

function prepare(
  vault: Vault,
  digest: Digest,
  incoming: IncomingFact,
  lists: readonly Replies[] = [],
): { prepared: PreparedFact; warnings: Problem[] } {
  const { fact, source, line, file, holds, was } = incoming
  const short = plainFact(vault, digest, incoming) ?? bareFact(vault, digest, incoming)
  if (short) return { prepared: short, warnings: [] }
  const warn: Warn = { line, warnings: [] }
  const { points, ...place } = pointsAndPlace(vault, { ...whereGiven(fact), points: pointsOf(fact) }, warn)
  const written = 'point' in fact && typeof fact.point === 'string' ? fact.point : null
  const pointHash = written === null ? null : keyHash(vault, written)
  const hash = bringsPoints(fact) ? (points[0]?.readings[0]?.hash ?? null) : pointHash
  const prepared: PreparedFact = {
    fact: withoutPersonalValues(fact),
    source,
    key: keyOf(fact, hash),
    line: line ?? null,
    ...(file !== undefined && { file }),
    ...(holds !== undefined && { holds }),
    subject: subjectIn(fact.type, { ...fact }, digest),
    at: Date.parse(fact.at),
    digest: digestOf(vault, fact, hash !== null || points.length > 0),
    ...(was && {
      was,
      before: {
        key: keyOf({ ...fact, ...was }, hash),
        digest: digestOf(vault, { ...fact, ...was }, hash !== null || points.length > 0),
      },
    }),
    points,
    pointHash,
    named: written === null ? null : namedPoint(vault, written),
    ...place,
    name: 'name' in fact && fact.name ? vault.seal(fact.name) : null,
    text: textOf(vault, fact),
    reply: replyIn(fact, lists),
  }
  return { prepared, warnings: warn.warnings }
}

/** Whoever sends two numbers in one cell is told, although the cell is known. */
export function isTwo({ kind, value }: Pick<GivenPoint, 'kind' | 'value'>): boolean {
  return kind === 'phone' && holdsTwo(value)
}

/** Nothing of an account that is described as it is known is read, hashed or sealed again. */
function bareFact(
  vault: Vault,
  digest: Digest,
  { fact, source, line, holds, was, described = null }: IncomingFact,
): PreparedFact | null {
  if (described === null || FACT[fact.type].personal === undefined || was) return null
  if (digestOf(vault, fact, true) !== described || pointsOf(fact).some(isTwo)) return null
  return {
    fact: withoutPersonalValues(fact),
    source,
    key: keyOf(fact, null),
    line: line ?? null,
    ...(holds !== undefined && { holds }),
    subject: subjectIn(fact.type, { ...fact }, digest),
    at: Date.parse(fact.at),
    digest: described,
    ...PLAIN,
    bare: true,
  }
}

/** A fact says where somebody is, and by which numbers and addresses they are reached. */
interface WhereGiven {
  region: string | readonly string[] | null
  zone: string | readonly string[] | null
  points: readonly GivenPoint[]
}

function whereGiven(fact: FactInput): Pick<WhereGiven, 'region' | 'zone'> {
  const region = 'region' in fact ? (fact.region ?? null) : null
  return { region, zone: 'zone' in fact ? (fact.zone ?? null) : null }
}

/** Numbers and addresses as they are read in the countries that are said, and the places that all of it points to. */
export function pointsAndPlace(
  vault: Vault,
  { region, zone, points: given }: WhereGiven,
  warn: Warn,
): Pick<PreparedFact, 'points' | 'regions' | 'zones' | 'zonesFrom'> {
  const regions = region === null ? [] : regionsOf(region, warn)
  const zones = zone === null ? [] : typeof zone === 'string' ? [zone] : zone
  const home = homeOf(regions, zones)
  const countries = new Set(regions.map((one) => one.slice(0, 2)))
  const points = given.map((point) => preparePoint(vault, point, home, countries, warn))
  const { zones: all, zonesFrom } = whereabouts(zones, countries)
  const known = regions.length > 0 ? regions : guessedRegions(zones, countries)
  return { points, regions: known, zones: all, zonesFrom }
}

/** What the sender of a line is told. */
export interface Warn {
  line: number | undefined
  warnings: Problem[]
}

function tell({ line, warnings }: Warn, code: string, path: string, message: string): void {
  warnings.push({ code, ...(line !== undefined && { line }), path, message })
}

function regionsOf(region: string | readonly string[], warn: Warn): string[] {
  const given = typeof region === 'string' ? [region] : region
  if (!given.every(isRegion))
    tell(warn, 'unknown_region', 'region', 'not an ISO 3166 country or subdivision: counted as not known')
  return regionsGiven(given)
}

/** The one country that the fact itself says; null = none, or several. */
function homeOf(regions: readonly string[], zones: readonly Zone[]): string | null {
  const said = regions.map((region) => region.slice(0, 2))
  const all = said.length > 0 ? said : zones.map(countryOfZone)
  const [first] = all
  return first != null && all.every((country) => country === first) ? first : null
}

/** Nobody said where: any part of the countries that the zones and the numbers point to. */
function guessedRegions(zones: readonly Zone[], countries: ReadonlySet<string>): string[] {
  const ofZones = zones.flatMap((zone) => countryOfZone(zone) ?? [])
  return [...new Set([...countries, ...ofZones])].map(somewhereIn).sort()
}

function pointsOf(fact: FactInput): GivenPoint[] {
  if ('value' in fact && 'kind' in fact) return [fact]
  if (!('points' in fact) && !('phone' in fact)) return []
  const phone: GivenPoint[] = fact.phone ? [{ kind: 'phone', value: fact.phone }] : []
  return [...phone, ...(fact.points ?? [])]
}

function preparePoint(
  vault: Vault,
  given: GivenPoint,
  home: string | null,
  countries: Set<string>,
  warn: Warn,
): PreparedPoint {
  const { kind } = given
  const values = pointValues(kind, given.value, home)
  const [first] = values
  if (!first) {
    const why = whyUnreadable(kind, given.value, home)
    tell(warn, 'bad_point', kind, `the ${kind} cannot be read and is taken as invalid: ${why}`)
  }
  const settled = home !== null || kind !== 'phone' || (first?.under === null && first.sure)
  if (first && (settled || first.under === null)) for (const country of first.of) countries.add(country)
  const all = first && settled ? [first] : [...values, unreadable(given.value)]
  return {
    kind,
    readings: all.map((value) => pointReading(vault, value, kind === 'phone' ? null : asTold(given.value))),
    line: (given.line ?? null) as PreparedPoint['line'],
    place: (given.place ?? null) as PreparedPoint['place'],
  }
}

/** `as` says what is kept where that is not the normal form. */
function pointReading(vault: Vault, value: PointValue, as: string | null): PointReading {
  const { hash, under, of, sure } = readingOf(vault, value)
  const sealed = vault.seal(as ?? value.normal)
  return { hash, under, of, sure, value: sealed, tells: value.line, valid: value.valid }
}

function readingOf(vault: Vault, { normal, under, of, sure }: PointValue) {
  return { hash: vault.hex(normal), under, of: [...of], sure }
}

function namedPoint(vault: Vault, written: string): NamedPoint {
  const kind = kindOf(written)
  return {
    kind,
    readings: pointValues(kind, written, null).map((value) => readingOf(vault, value)),
    raw: sealedText(vault, 'number', written),
  }
}

/** The same for the same spelling, whoever writes it: part of a natural key. */
function keyHash(vault: Vault, written: string): string {
  const [first] = pointValues(kindOf(written), written, null)
  return vault.hex(first?.under === null ? first.normal : written.trim())
}

/** The given zones; else every zone of the countries that the region and the numbers point to. */
function whereabouts(
  given: readonly Zone[],
  countries: ReadonlySet<string>,
): Pick<PreparedFact, 'zones' | 'zonesFrom'> {
  if (given.length > 0) return { zones: [...new Set(given)].sort(), zonesFrom: ZONES_FROM.given }
  const zones = new Set([...countries].flatMap((country) => [...zonesOfCountry(country)]))
  if (zones.size === 0) return { zones: [...ANYWHERE], zonesFrom: ZONES_FROM.nothing }
  return { zones: [...zones].sort(), zonesFrom: ZONES_FROM.country }
}

function textOf(vault: Vault, fact: FactInput): SealedText | null {
  const found = textIn(fact)
  return found && sealedText(vault, found.kind, found.text)
}

function sealedText(vault: Vault, kind: SealedText['kind'], text: string): SealedText {
  const salt = randomBytes(16)
  const digest = createHash('sha256').update(salt).update(text).digest('hex')
  return { kind, ...vault.seal(text), salt, digest }
}
