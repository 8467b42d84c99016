import { isoOf } from '../../../src/core/base/time.ts'
import { DECIDE_GROUNDS } from '../../../src/core/decide/case-reason.ts'
import { planPerson } from '../../../src/core/decide/plan.ts'
import type { Planning } from '../../../src/core/decide/planning.ts'
import type { DossierCase, Dossier } from '../../../src/core/model/dossier.ts'
import type { PersonDecision } from '../../../src/core/model/decision.ts'
import type { Strategy } from '../../../src/core/model/strategy.ts'
import type { Question } from '../../../src/core/model/question.ts'
import type { Reason, Verdict } from '../../../src/core/model/verdict.ts'
import {
  accountOf,
  caseOf,
  contactOf,
  dossierOf,
  holdOf,
  pointOf,
  promiseOf,
  strategyOf,
  toldBefore,
} from './build.ts'
import { planningOf } from './law.ts'

type Row = Record<string, unknown>

/** What a rule says of the channels and numbers that it names; of all, where it names none. */
interface Said {
  rule: string
  deny?: true
  defer?: number
  /** A human is asked. */
  review?: true
  /** Time alone brings no lawful instant. */
  never?: true
  lifts?: number
  warn?: true
  channel?: string
  point?: number
}

/** A person as the review finds it: what is not said is as in `build.ts`. */
export interface World {
  now: number
  accounts?: Row[]
  cases?: Row[]
  /** What the first case remembers of its episode. */
  memory?: Row
  contacts?: Row[]
  holds?: Row[]
  promises?: Row[]
  points?: Row[]
  person?: Row
  asked?: Row[]
  denied?: Row[]
  brakes?: Row[]
  /** False = nobody has told the debtor of the debt. */
  told?: false
  law?: Said[]
  gap?: { region: string; product: string | null }
  duties?: Row[]
  /** The strategy was published anew, so. */
  published?: Row
  texts?: Planning['templates']
}

/** Instants are written as `2026-03-02 10:00`. */
export function read(value: unknown): World {
  const reviver = (_: string, one: unknown) =>
    typeof one === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(one)
      ? Date.parse(`${one.replace(' ', 'T')}Z`)
      : one
  return JSON.parse(JSON.stringify(value), reviver)
}

export function decisionOf(given: Row, world: World): string[] {
  const strategy = versionOf(given)
  const active = world.published ? versionOf({ ...given, ...world.published }) : strategy
  const planning: Planning = {
    ...planningOf([strategy, active], (question) => lawOf(world.law ?? [], question), world.texts as never),
    active: new Map([[active.strategy, active]]),
    ...(world.brakes && { brakes: world.brakes as never }),
    ...(world.gap && { gapOf: () => world.gap as never }),
    ...(world.duties && { standing: () => ({ duties: world.duties as never, reviews: [] }) }),
  }
  return linesOf(planPerson(dossierIn(strategy, world), planning, world.now))
}

const versions = new Map<string, Strategy>()

/** A version is compiled once. */
function versionOf(given: Row): Strategy {
  const text = JSON.stringify(given)
  const version = versions.get(text) ?? strategyOf(given)
  versions.set(text, version)
  return version
}

function dossierIn(strategy: Strategy, world: World): Dossier {
  const accounts = (world.accounts ?? [{}]).map((row) => accountOf(row))
  const cases = (world.cases ?? [{}]).map((row, index) =>
    caseIn(strategy, { nextReviewAt: world.now, ...row }, index === 0 ? world.memory : undefined),
  )
  const contacts = (world.contacts ?? []).map((row, index) =>
    contactOf({ id: (900 + index) as never, ...row }),
  )
  const dossier = dossierOf({
    accounts,
    cases,
    holds: (world.holds ?? []).map((row) => holdOf(row)),
    promises: (world.promises ?? []).map((row) => promiseOf(row)),
    ...(world.points && { points: world.points.map((row) => pointOf(row)) }),
    ...(world.asked && { asked: world.asked.map((row, index) => askedOf(row, index)) as never }),
    ...(world.denied && {
      denied: world.denied.map(({ at: changedAt, ...row }) => ({
        case: 1,
        episode: '2026-03-01',
        state: 'denied',
        ...row,
        changedAt,
      })) as never,
    }),
  })
  return {
    ...dossier,
    person: { ...dossier.person, ...world.person },
    contacts: [...contacts, ...(world.told === false ? [] : toldBefore(accounts))],
  }
}

function caseIn(strategy: Strategy, row: Row, memory: Row | undefined): DossierCase {
  const known = { entries: { one: '2026-03-02' }, dropped: {}, denied: {}, ...memory }
  const episodes = row['state'] === undefined && memory === undefined ? {} : { '2026-03-01': known }
  return caseOf(strategy, {
    snapshot: { episodes, lastAnchor: '2026-03-01' },
    ...(row['state'] !== undefined && { state: 'working' }),
    ...row,
  })
}

function askedOf(row: Row, index: number): Row {
  const about = { kind: 'last_step', case: 1, account: 1, rule: null, step: null, episode: '2026-03-01' }
  return { task: index + 1, role: 'supervisor', due: 0, answer: null, answeredAt: null, ...about, ...row }
}

function lawOf(all: readonly Said[], { channel, point, at }: Question): Verdict {
  const told = all.filter(
    (one) =>
      (one.channel === undefined || one.channel === channel) &&
      (one.point === undefined || one.point === point),
  )
  const reasons = told.map(reasonOf)
  const denied = told.filter(({ deny, defer }) => deny && defer === undefined)
  const warnings = told.flatMap((one, index) => (one.warn ? reasons.slice(index, index + 1) : []))
  const rest = { duties: [], warnings }
  if (denied.length > 0)
    return {
      answer: 'deny',
      reasons: denied.map(reasonOf),
      review: denied.some(({ never }) => never),
      ...rest,
    }
  const later = told.find(({ defer = at }) => defer > at)
  if (later?.defer !== undefined)
    return {
      answer: 'defer',
      to: later.defer,
      until: later.defer + 3_600_000,
      reasons: [reasonOf(later)],
      ...rest,
    }
  return { answer: 'permit', until: at + 7_200_000, ...rest }
}

function reasonOf({ rule, review, lifts, defer }: Said): Reason {
  const effect = review ? 'review' : 'block'
  return { rule, pack: 'test', text: rule, cite: null, effect, liftsAt: lifts ?? defer ?? null }
}

function linesOf({
  cases,
  planned,
  cancelled,
  facts,
  decisions,
  tasks,
  answered = [],
}: PersonDecision): string[] {
  return [
    ...decisions.map(
      ({ reasons, ...one }) =>
        `${one.kind} ${fields(one, ['kind'])} because ${reasons.map(because).join(', ')}`,
    ),
    ...planned.map(
      ({ reasons, ...one }) =>
        `contact ${fields(one)}${reasons.length > 0 ? ` because ${reasons.map(because).join(', ')}` : ''}`,
    ),
    ...cancelled.map(({ contact, reason }) => `cancelled ${contact} because ${reason}`),
    ...facts.map((one) => `fact ${fields(one)}`),
    ...tasks.map((one) => `task ${fields(one)}`),
    ...answered.map(({ task, resolution }) => `settled ${task} as ${resolution}`),
    ...cases.map(
      ({ snapshot, strategyHash: _hash, ...one }) =>
        `case ${fields(one, ['strategy'])} remembers ${shown('', snapshot)}`,
    ),
  ]
}

/** Persons and accounts are 1 unless it is said; what is nothing is not. */
function fields(row: object, without: readonly string[] = []): string {
  return Object.entries(row)
    .filter(([field, value]) => !without.includes(field) && value !== null && value !== undefined)
    .filter(([field, value]) => !(['person', 'account', 'case'].includes(field) && value === 1))
    .map(([field, value]) => `${field}=${shown(field, value)}`)
    .join(' ')
}

function shown(_: string, value: unknown): string {
  if (isInstant(value)) return isoOf(value)
  if (typeof value === 'string') return value
  return JSON.stringify(value, (_field, one) => (isInstant(one) ? isoOf(one) : one)).replaceAll('"', '')
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && value > 1e12 && value < 4e12
}

/** The words of the room's own grounds may change; what is told beside them may not. */
function because({ rule, text, liftsAt }: Reason): string {
  const ground = (DECIDE_GROUNDS as Record<string, string>)[rule]
  const detail = ground !== undefined && text.startsWith(ground) ? text.slice(ground.length) : ` ${text}`
  return `${rule}${detail}${liftsAt === null ? '' : ` until ${isoOf(liftsAt)}`}`
}
