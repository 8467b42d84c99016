import type { DossierPoint } from '../../../core/model/dossier.ts'
import type { PreparedFact } from '../../../core/fact/prepared.ts'
import type { PointReading, PreparedPoint } from '../../../core/fact/telling.ts'
import type { Sealed, ZonesFrom } from '../../../core/model/ledger.ts'
import { ofTexts } from '../../../core/base/of-texts.ts'
import { PLAIN } from '../staged.ts'
import { openedKey, scoreSaid, type StagedFigures, snapshotSaid } from './said-text.ts'

/** A good line of an accounts file, as it is staged: a list of values in one order, of which its facts are made where they are stored. What a line does not say is null. */
export type AccountLine = [
  line: number,
  account: string,
  debtor: string,
  creditor: string,
  currency: string,
  /** The instant of the file. */
  at: string,
  openedAt: string | null,
  actor: string | null,
  collector: string | null,
  product: string | null,
  locale: string | null,
  household: string | null,
  region: string[] | null,
  zone: string[] | null,
  score: number | null,
  figures: StagedFigures | null,
  digest: string,
  mark: string | null,
  /** Null = its account is known by the same digest. */
  person: StagedPerson | null,
]

/** What is sealed is in base64. */
export type StagedPerson = [
  regions: string[],
  zones: string[],
  zonesFrom: ZonesFrom,
  name: StagedSealed | null,
  points: StagedPoint[],
]

type StagedSealed = [value: string, keyId: string]
type StagedPoint = [kind: DossierPoint['kind'], readings: StagedReading[]]
type StagedReading = [
  hash: string,
  under: string | null,
  of: readonly string[],
  sure: boolean,
  tells: PointReading['tells'],
  valid: boolean,
  ...StagedSealed,
]

/** The number of its values. */
const VALUES = 19
const OPENED_AT = 6

/** Whether it is one, and not a line of facts. */
export function isAccountLine(staged: object): staged is AccountLine {
  return Array.isArray(staged) && staged.length === VALUES
}

/** Whether it says whose its account is, and is not known by a digest. */
export function isWhole(staged: object): staged is AccountLine {
  return isAccountLine(staged) && staged[VALUES - 1] !== null
}

/** The values that name whom the line is about, and those that the gates ask for. */
export function namesOf([, account, debtor, , , at, , , , , , , , , , figures]: AccountLine): {
  account: string
  debtor: string
  at: string
  pastDue: string | null
} {
  return { account, debtor, at, pastDue: figures && figures[0] }
}

/** The facts of such a line, in the order in which they are told. */
export function factsOfAccount(told: AccountLine): PreparedFact[] {
  const [line, account, , , , at, , , , , , , , , score, figures, digest, mark] = told
  const facts = [openedIn(told)]
  const millis = millisOf(at)
  if (score !== null) {
    const fact = { type: 'score.changed', at, account, score } as const
    facts.push(plain(fact, scoreSaid(account, at, score), line, millis))
  }
  if (figures !== null) {
    const [pastDue, oldestDueOn, balance] = figures
    const said = { type: 'account.snapshot', at, account, pastDue, oldestDueOn } as const
    const fact = balance === null ? said : { ...said, balance }
    facts.push(plain(fact, snapshotSaid(account, at, figures), line, millis))
  }
  const last = facts.at(-1)
  if (mark === null || !last) return facts
  last.ends = { mark, opened: digest, score, figures: figures !== null }
  if (figures !== null && told[OPENED_AT] === null) last.ends.daily = true
  return facts
}

function openedIn(told: AccountLine): PreparedFact {
  const [line, account, debtor, creditor, currency, at, openedAt, actor, collector, product] = told
  const [, , , , , , , , , , locale, household, region, zone, score, , digest, , person] = told
  const said = openedAt ?? at
  const fact: Record<string, unknown> = { type: 'account.opened', at: said, account, debtor, creditor }
  if (actor !== null) fact['actor'] = actor
  if (collector !== null) fact['collector'] = collector
  if (product !== null) fact['product'] = product
  fact['currency'] = currency
  if (region !== null) fact['region'] = region
  if (zone !== null) fact['zone'] = zone
  if (locale !== null) fact['locale'] = locale
  if (household !== null) fact['household'] = household
  if (score !== null) fact['score'] = score
  // The reader of the line has checked each of these.
  const opened = plain(
    fact as unknown as PreparedFact['fact'],
    { key: openedKey(account, digest), digest },
    line,
    millisOf(said),
  )
  if (person === null) return Object.assign(opened, { bare: true as const })
  const [regions, zones, zonesFrom, name, points] = person
  opened.regions = regions
  opened.zones = zones
  opened.zonesFrom = zonesFrom
  opened.name = name && sealed(name[0], name[1])
  opened.points = points.map(pointIn)
  return opened
}

function plain(
  fact: PreparedFact['fact'],
  { key, digest }: { key: string; digest: string },
  line: number,
  at: number,
): PreparedFact {
  return { fact, source: 'ledger', key, line, at, digest, subject: '', ...PLAIN }
}

function pointIn([kind, readings]: StagedPoint): PreparedPoint {
  return { kind, readings: readings.map(readingIn), line: null, place: null }
}

function readingIn([hash, under, of, sure, tells, valid, value, keyId]: StagedReading): PointReading {
  return { hash, under, of, sure, value: sealed(value, keyId), tells, valid }
}

function sealed(value: string, keyId: string): Sealed {
  return { value: Buffer.from(value, 'base64'), keyId }
}

/** A prepared point as it is staged. */
export function stagedPoint({ kind, readings }: PreparedPoint): StagedPoint {
  return [kind, readings.map(stagedReading)]
}

function stagedReading({ hash, under, of, sure, tells, valid, value }: PointReading): StagedReading {
  return [hash, under, of, sure, tells, valid, ...stagedSealed(value)]
}

export function stagedSealed({ value, keyId }: Sealed): StagedSealed {
  return [Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'), keyId]
}

/** Many lines of a file name one instant. */
export const millisOf = ofTexts((at) => Date.parse(at))
