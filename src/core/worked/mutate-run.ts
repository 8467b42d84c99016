import { judgeAt } from '../compliance/judgement.ts'
import { compileLaw, type Law } from '../compliance/law.ts'
import { type Mutant, mutantsOf } from './mutate.ts'
import type { Pack } from '../compliance/pack.ts'
import type { LegalFile, Question } from '../model/question.ts'
import { kindOfRule } from '../compliance/rule/kinds.ts'
import { workedLegalFile, workedQuestion } from './case-file.ts'
import { calendarsOf, type Schedules } from './run-case.ts'
import type { WorkedCase } from './case.ts'

/** How well the worked cases of a pack hold it. */
export interface PackProof {
  pack: string
  /** Rules that contacts can show. */
  rules: number
  /** Of them, those that a case expects somewhere. */
  named: number
  /** Duties to keep records, which no contact shows. */
  retained: number
  mutants: number
  killed: number
  /** Mutants that no case notices. */
  alive: string[]
  /** Rules that no case would miss. */
  unproven: string[]
  /** Cases that fail as the pack stands; they notice nothing. */
  failing: string[]
}

/** Judges the cases that name the pack under each of its mutants. Rules answer each for itself, so that only the changed one is asked again. */
export function provePack(pack: Pack, cases: readonly WorkedCase[], schedules: Schedules): PackProof {
  const mine = cases.filter((one) => one.packs.includes(pack.pack))
  const calendars = calendarsOf({}, schedules.packs, schedules.calendars)
  const checks = mine.flatMap((one) => checksOf(one, pack, { ...schedules, calendars }))
  const failing = new Set(checks.filter((check) => !check.holds).map((check) => check.id))
  const sound = checks.filter((check) => !failing.has(check.id))
  const judged = pack.rules.filter((rule) => !kindOfRule(rule).silent).map(({ rule }) => rule)
  const mutants = mutantsOf(pack)
  const alive = mutants.filter((mutant) => !isNoticed(mutant, sound)).map(({ name }) => name)
  return {
    pack: pack.pack,
    rules: judged.length,
    named: judged.filter((rule) => sound.some(({ answer }) => answer.has(rule))).length,
    retained: pack.rules.length - judged.length,
    mutants: mutants.length,
    killed: mutants.length - alive.length,
    alive,
    unproven: judged.filter((rule) => alive.includes(`${rule} removed`)),
    failing: [...failing],
  }
}

type Answer = ReadonlyMap<string, 'refuses' | 'notes'>

interface Check {
  id: string
  question: Question
  file: LegalFile
  enable: readonly string[]
  notes: boolean
  calendars: Schedules['calendars']
  /** What the pack's rules say as it stands. */
  answer: Answer
  /** Whether that is what the case expects. */
  holds: boolean
}

function checksOf(worked: WorkedCase, pack: Pack, { packs, calendars: shipped }: Schedules): Check[] {
  const named = packs.filter((one) => worked.packs.includes(one.pack))
  const own = Object.keys(worked.calendars).length > 0
  const calendars = own ? calendarsOf(worked.calendars, named, shipped) : shipped
  const law = compileLaw({ packs: named, calendars }, packs)
  const alone = compileLaw({ packs: [pack], calendars }, packs)
  const ids = new Set(pack.rules.map(({ rule }) => rule))
  return worked.intents.map((intent): Check => {
    const question = workedQuestion(intent)
    const file = workedLegalFile(worked, law, question.at)
    const { id, enable } = worked
    const check = { id, enable, question, file, calendars, notes: intent.notes !== undefined }
    const answer = answerOf(alone, check, ids)
    const expected = new Set([...intent.expect, ...(intent.notes ?? [])].filter((rule) => ids.has(rule)))
    const holds = expected.size === answer.size && [...answer.keys()].every((rule) => expected.has(rule))
    return { ...check, answer, holds }
  })
}

function answerOf(law: Law, check: Omit<Check, 'answer' | 'holds'>, ids: ReadonlySet<string>): Answer {
  const { refusals, warnings, duties } = judgeAt(check.question, check.file, law, { enable: check.enable })
  if (refusals.length + warnings.length + duties.length === 0) return SILENT
  const answer = new Map<string, 'refuses' | 'notes'>()
  if (check.notes)
    for (const { rule } of [...warnings, ...duties]) if (ids.has(rule)) answer.set(rule, 'notes')
  for (const { rule } of refusals) if (ids.has(rule)) answer.set(rule, 'refuses')
  return answer
}
const SILENT: Answer = new Map()

function isNoticed(mutant: Mutant, checks: readonly Check[]): boolean {
  const { rule, pack } = mutant
  if (rule !== null && pack.rules.length === 0) return checks.some(({ answer }) => answer.has(rule))
  const laws = new Map<Schedules['calendars'], Law>()
  const ids = new Set(pack.rules.map((one) => one.rule))
  const notices = (check: Check) => {
    const { calendars, answer } = check
    let law = laws.get(calendars)
    if (!law) laws.set(calendars, (law = compileLaw({ packs: [pack], calendars })))
    const now = answerOf(law, check, ids)
    for (const id of ids) if (now.get(id) !== answer.get(id)) return true
    return false
  }
  // The cases that speak of the rule notice most.
  const speaks = ({ answer }: Check) => rule !== null && answer.has(rule)
  return (
    checks.some((check) => speaks(check) && notices(check)) ||
    checks.some((check) => !speaks(check) && notices(check))
  )
}
