import type { Law, Published } from '../compliance/pack/law.ts'
import type { Pack } from '../compliance/pack/pack.ts'
import { judgeAt } from '../compliance/judgement.ts'
import { caseLaws } from './case-law.ts'
import { workedCircumstances, workedQuestion } from './case-file.ts'
import type { WorkedCase } from './case.ts'

export interface CheckResult {
  id: string
  title: string
  /** The number of the planned contact within the case, from 0. */
  intent: number
  at: string
  passed: boolean
  expected: string[]
  actual: string[]
  /** Why it could not be judged: `unknown pack us-xy`. */
  problem: string | null
}

/** Every planned contact of every case is judged under the packs that it names and that bind. */
export function runWorkedCases(cases: readonly WorkedCase[], schedules: Published): CheckResult[] {
  const lawOfCase = caseLaws(schedules)
  return cases.flatMap((worked) => runWorkedCase(worked, schedules.packs, lawOfCase))
}

export function unknownPacks(worked: WorkedCase, packs: readonly Pack[]): string[] {
  return worked.packs.filter((name) => !packs.some((pack) => pack.pack === name))
}

function runWorkedCase(
  worked: WorkedCase,
  packs: readonly Pack[],
  lawOfCase: (worked: WorkedCase) => Law,
): CheckResult[] {
  const unknown = unknownPacks(worked, packs)
  if (unknown.length > 0)
    return worked.intents.map((_, at) => failed(worked, at, `unknown pack ${unknown.join(', ')}`))
  const law = lawOfCase(worked)
  return worked.intents.map((_, at) => {
    try {
      return checked(worked, at, law)
    } catch (error) {
      return failed(worked, at, error instanceof Error ? error.message : 'it cannot be judged')
    }
  })
}

function checked(worked: WorkedCase, index: number, law: Law): CheckResult {
  const intent = worked.intents[index]
  if (!intent) throw new RangeError('no such contact')
  const question = workedQuestion(intent)
  const file = workedCircumstances(worked, law, question.at)
  const { refusals, warnings, duties } = judgeAt(question, file, law, { enable: worked.enable })
  const noted = intent.notes ? [...warnings, ...duties].map(({ rule }) => rule) : []
  const actual = namesOf(
    refusals.map(({ rule }) => rule),
    noted,
  )
  const expected = namesOf(intent.expect, intent.notes ?? [])
  const passed = actual.join() === expected.join()
  return { ...head(worked, index), passed, expected, actual, problem: null }
}

function namesOf(refusals: readonly string[], noted: readonly string[]): string[] {
  return [...new Set([...refusals, ...noted.map((rule) => `noted ${rule}`)])].sort()
}

function failed(worked: WorkedCase, index: number, problem: string): CheckResult {
  const expected = worked.intents[index]?.expect ?? []
  return { ...head(worked, index), passed: false, expected, actual: [], problem }
}

function head(worked: WorkedCase, intent: number): Pick<CheckResult, 'id' | 'title' | 'intent' | 'at'> {
  return { id: worked.id, title: worked.title ?? '', intent, at: worked.intents[intent]?.at ?? '' }
}
