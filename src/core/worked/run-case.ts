import type { Calendar } from '../compliance/calendar.ts'
import { compileLaw, type Law } from '../compliance/law.ts'
import type { Pack } from '../compliance/pack.ts'
import { judgeAt } from '../compliance/judgement.ts'
import { vectorLegalFile, vectorQuestion } from './case-file.ts'
import type { Vector } from './case.ts'

export interface CheckResult {
  id: string
  title: string
  /** Which planned contact of the case, from 0. */
  intent: number
  at: string
  passed: boolean
  expected: string[]
  actual: string[]
  /** Why it could not be judged: `unknown pack us-xy`. */
  problem: string | null
}

export interface Schedules {
  packs: readonly Pack[]
  calendars: readonly Calendar[]
}

/** Judges every planned contact of every case under the packs that it names and that bind. */
export function runVectors(vectors: readonly Vector[], schedules: Schedules): CheckResult[] {
  return vectors.flatMap((vector) => runVector(vector, schedules))
}

export function unknownPacks(vector: Vector, packs: readonly Pack[]): string[] {
  return vector.packs.filter((name) => !packs.some((pack) => pack.pack === name))
}

function runVector(vector: Vector, schedules: Schedules): CheckResult[] {
  const unknown = unknownPacks(vector, schedules.packs)
  if (unknown.length > 0)
    return vector.intents.map((_, at) => failed(vector, at, `unknown pack ${unknown.join(', ')}`))
  const packs = schedules.packs.filter((pack) => vector.packs.includes(pack.pack))
  const calendars = calendarsOf(vector.calendars, packs, schedules.calendars)
  const law = compileLaw({ packs, calendars }, schedules.packs)
  return vector.intents.map((_, at) => {
    try {
      return checked(vector, at, law)
    } catch (error) {
      return failed(vector, at, error instanceof Error ? error.message : 'it cannot be judged')
    }
  })
}

function checked(vector: Vector, index: number, law: Law): CheckResult {
  const intent = vector.intents[index]
  if (!intent) throw new RangeError('no such contact')
  const question = vectorQuestion(intent)
  const file = vectorLegalFile(vector, law, question.at)
  const { refusals, warnings, duties } = judgeAt(question, file, law, { enable: vector.enable })
  const noted = intent.notes ? [...warnings, ...duties].map(({ rule }) => rule) : []
  const actual = namesOf(
    refusals.map(({ rule }) => rule),
    noted,
  )
  const expected = namesOf(intent.expect, intent.notes ?? [])
  const passed = actual.join() === expected.join()
  return { ...head(vector, index), passed, expected, actual, problem: null }
}

function namesOf(refusals: readonly string[], noted: readonly string[]): string[] {
  return [...new Set([...refusals, ...noted.map((rule) => `noted ${rule}`)])].sort()
}

function failed(vector: Vector, index: number, problem: string): CheckResult {
  const expected = vector.intents[index]?.expect ?? []
  return { ...head(vector, index), passed: false, expected, actual: [], problem }
}

function head(vector: Vector, intent: number): Pick<CheckResult, 'id' | 'title' | 'intent' | 'at'> {
  return { id: vector.id, title: vector.title ?? '', intent, at: vector.intents[intent]?.at ?? '' }
}

/** A case's own calendars come first, then those on file; one that is in neither has no holidays in this case. */
export function calendarsOf(
  given: Vector['calendars'],
  packs: readonly Pack[],
  shipped: readonly Calendar[],
): Calendar[] {
  const own = Object.entries(given).map(([name, { hol, work, unknown }]): Calendar => {
    const days = { holidays: hol, workdays: work, unknown }
    return { calendar: name.toLowerCase(), years: EVER, ...days, source: 'the case' }
  })
  const named = packs.flatMap((pack) => pack.clock.calendar ?? [])
  const there = (name: string) => [...own, ...shipped].some((calendar) => calendar.calendar === name)
  const none = named
    .filter((name) => !there(name))
    .map((calendar): Calendar => {
      return { calendar, years: EVER, holidays: [], workdays: [], source: 'none given' }
    })
  return [...shipped.filter((one) => !own.some((mine) => mine.calendar === one.calendar)), ...none, ...own]
}
const EVER = Array.from({ length: 230 }, (_, year) => 1970 + year)
