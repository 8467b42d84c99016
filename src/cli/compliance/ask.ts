import { ProblemError } from '../../core/base/problem.ts'
import type { Actor, Automation, Place, Purpose, Role } from '../../core/base/list.ts'
import { type Channel, reaches } from '../../core/channel/channel.ts'
import {
  addDays,
  dayOf,
  daysBetween,
  type Instant,
  instantAt,
  lastDayOf,
  type Zone,
} from '../../core/base/time.ts'
import { coverageOf } from '../../core/compliance/pack/coverage.ts'
import { explain } from '../../core/compliance/told/explained.ts'
import { circumstancesOf, questionOf } from '../../core/compliance/known/from-dossier.ts'
import { type Law, lawOf } from '../../core/compliance/pack/law.ts'
import type { Circumstances, Question } from '../../core/model/question.ts'
import type { LegalStretch } from '../../core/compliance/told/stretches.ts'
import { blankFile, blankQuestion } from '../../core/compliance/told/what-if.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { Strategy } from '../../core/model/strategy.ts'
import type { DossierPoint } from '../../core/model/dossier.ts'
import type { Product } from '../../core/model/product.ts'
import { lawRecord } from '../../shell/config/law-record.ts'
import { type About, type LegalReport, reportOf } from '../../shell/law/report.ts'
import { type LegalPerson, type NotFound, readLegal, type Whom } from '../../shell/pg/read/legal.ts'
import { schedulesOf } from './schedules.ts'
import { bad, checkEvidence, instantFrom, regionsOf, zonesFrom } from './words.ts'
import { withDatabase } from '../with-database.ts'

/** A contact that is only asked about. */
export interface AskedContact {
  channel: Channel
  role: Role
  place: Place | null
  purpose: Purpose
  /** Null = as the strategy's own texts say. */
  automation: Automation | null
  minutes: number
  evidence: string[]
  at: string | undefined
  /** The knowledge by which it is judged: what was recorded by that instant, or all that is known; null = nothing was said. */
  known: Known | null
  days: number
}

export const KNOWN = ['then', 'now'] as const
export type Known = (typeof KNOWN)[number]

export interface ExplainedContact {
  report: LegalReport
  stretches: LegalStretch[]
  /** Rules that are about hours. */
  windows: ReadonlySet<string>
}

export interface Supposed {
  residence: string | undefined
  zone: string | undefined
  actor: Actor | null
  product: Product | null
  dpd: number | null
  schedules: string
}

/** Somebody of whom nothing is known, under the files of schedules/. */
export function ofSomebody(asked: AskedContact, supposed: Supposed): ExplainedContact {
  const regions = regionsOf(supposed.residence)
  const zones = zonesFrom(supposed.zone, regions)
  const schedules = schedulesOf(supposed.schedules)
  const at = instantFrom(asked.at, zones, Date.now())
  const { actor, product, dpd } = supposed
  const question = blankQuestion({
    ...contactOf(asked, at),
    actor,
    product,
    dpd,
    place: asked.place ?? 'home',
  })
  const nobody = {
    person: null,
    account: null,
    others: 0,
    case: null,
    rests: null,
    unreachable: false,
    known: null,
  }
  return explained(
    {
      about: nobody,
      ways: [question],
      file: blankFile(regions, zones),
      schedules,
      packs: [],
      strategies: [],
    },
    asked,
  )
}

/** A person of the database under the law that is published, with everything that counts for or against. */
export async function ofPerson(
  asked: AskedContact,
  whom: { person: string; account: string | null },
): Promise<ExplainedContact> {
  const knownBy = (zones: readonly Zone[], now: Instant) =>
    asked.known === 'now' ? null : instantFrom(asked.at, zones, now)
  const found = await withDatabase((db) => readLegal(db, { ...whom, knownBy }))
  if (typeof found === 'string') throw unknown(found, whom)
  return explainLegal(found, asked)
}

/** Somebody who was found. */
export function explainLegal(found: LegalPerson, asked: AskedContact): ExplainedContact {
  const { dossier, schedules, packs } = found
  const at = instantFrom(asked.at, dossier.person.zones, found.now)
  if (asked.known === 'then' && at > found.now)
    throw bad('--known', 'that instant lies ahead: nobody knows what will be recorded by then', '--known now')
  const points = pointsFor(found, asked)
  const [first, ...others] = points
  const about: About = {
    person: dossier.person.externalId,
    account: found.account.externalId,
    others: dossier.accounts.length - 1,
    case: found.case === null ? null : `${found.account.externalId}/${found.case.number}`,
    rests: found.case === null || found.case.state === 'working' ? null : found.case.state,
    unreachable: first === undefined,
    known: at < found.now ? (asked.known ?? 'then') : 'now',
  }
  const spoken = { ...asked, automation: asked.automation ?? found.automation[asked.channel] ?? null }
  const question = (point: DossierPoint | null) => questionAbout(found, spoken, point, at)
  const ways: [Question, ...Question[]] = [question(first ?? null), ...others.map(question)]
  const strategies = schedules.strategies.filter(({ strategy }) => strategy === found.case?.strategy)
  return explained({ about, ways, file: circumstancesOf(dossier), schedules, packs, strategies }, asked)
}

interface Case {
  about: About
  ways: readonly [Question, ...Question[]]
  file: Circumstances
  schedules: Pick<Schedules, 'packs' | 'calendars' | 'residences'>
  packs: string[]
  /** The case's own strategies: a place or product that they name is accepted. */
  strategies: readonly Strategy[]
}

function explained(
  { about, ways, file, schedules, packs, strategies }: Case,
  { days, evidence }: AskedContact,
): ExplainedContact {
  checkEvidence(evidence, schedules.packs)
  const law = lawOf(schedules)
  const [{ at }] = ways
  const zone = file.zones[0] ?? 'UTC'
  const until = instantAt(zone, addDays(dayOf(zone, at), days))
  const told = explain(ways, file, law, { from: at, until, packs })
  const { record } = lawRecord(
    schedules,
    told.packs.map(({ pack }) => pack),
  )
  const coverage = coverageIn(file, ways[0], schedules, strategies)
  const report = reportOf(about, told, file, { law: record, coverage })
  return { report, stretches: told.stretches, windows: windowsOf(law) }
}

function coverageIn(
  { regions }: Circumstances,
  { actor, product }: Question,
  law: Case['schedules'],
  strategies: Case['strategies'],
): LegalReport['coverage'] {
  return Object.fromEntries(
    regions.map((region) => [region, coverageOf(law, region, { actor, product }, strategies)]),
  )
}

function windowsOf({ rules }: Law): Set<string> {
  return new Set(rules.filter(({ closes }) => closes !== null).map(({ rule }) => rule.rule))
}

function questionAbout(
  { dossier, account }: LegalPerson,
  asked: AskedContact,
  point: DossierPoint | null,
  at: Instant,
): Question {
  const dpd =
    account.anchor === null ? null : daysBetween(account.anchor, lastDayOf(dossier.person.zones, at))
  const question = questionOf({ dossier, account, point, channel: asked.channel, at, dpd, moment: 'plan' })
  return { ...question, ...contactOf(asked, at), place: asked.place ?? question.place }
}

function contactOf({ channel, role, purpose, automation, minutes, evidence }: AskedContact, at: Instant) {
  const speaks = automation ?? 'human'
  return { at, channel, role, purpose, automation: speaks, durationMinutes: minutes, tags: evidence }
}

function pointsFor({ dossier }: LegalPerson, { channel, role, place }: AskedContact): DossierPoint[] {
  return dossier.points.filter(
    (point) =>
      reaches(channel, point) &&
      point.valid &&
      point.role === role &&
      (place === null || point.place === place),
  )
}

function unknown(code: NotFound, { person, account }: Pick<Whom, 'person' | 'account'>): ProblemError {
  const message = {
    unknown_debtor: `there is no debtor ${person}`,
    unknown_account: `${person} has no account ${account ?? ''}`,
    unknown_then: `nothing had been recorded of ${person} by then`,
  }[code]
  const suggestion =
    code === 'unknown_debtor'
      ? 'the id is that of the ledger'
      : 'the id is that of the ledger; --known now judges by all that is known'
  return new ProblemError([{ code, message, suggestion }])
}
