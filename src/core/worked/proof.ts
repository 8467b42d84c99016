import { judgeAt } from '../compliance/judgement.ts'
import { compileLaw, type Law, type Published } from '../compliance/pack/law.ts'
import { type Mutant, mutantsOf } from './mutants.ts'
import type { Pack } from '../compliance/pack/pack.ts'
import type { Circumstances, Question } from '../model/question.ts'
import { kindOfRule } from '../compliance/rule/kinds.ts'
import { workedCircumstances, workedQuestion } from './case-file.ts'
import { calendarsOf, caseLaws } from './case-law.ts'
import type { WorkedCase } from './case.ts'

/** How well the worked cases of a pack hold it. */
export interface PackProof {
  pack: string
  /** Rules that contacts can show. */
  rules: number
  /** The number of those rules that a case expects somewhere. */
  named: number
  /** Duties to keep records, which no contact shows. */
  retained: number
  mutants: number
  killed: number
  /** Mutants that no case notices. */
  alive: string[]
  /** Rules that no case would miss. */
  unproven: string[]
  /** Cases that fail on the unchanged pack; they notice nothing. */
  failing: string[]
}

/** The cases that name the pack are judged under each of its mutants. Rules answer each for itself, so that only the changed one is asked again. */
export function provePack(pack: Pack, cases: readonly WorkedCase[], schedules: Published): PackProof {
  const mine = cases.filter((one) => one.packs.includes(pack.pack))
  const checks = checksOf(mine, pack, schedules)
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
  file: Circumstances
  enable: readonly string[]
  notes: boolean
  calendars: Calendars
  /** What the pack's rules say as it stands. */
  answer: Answer
  /** Whether that is what the case expects. */
  holds: boolean
}

type Calendars = Published['calendars']

function checksOf(cases: readonly WorkedCase[], pack: Pack, { packs, calendars }: Published): Check[] {
  const shipped = calendarsOf({}, packs, calendars)
  const lawOfCase = caseLaws({ packs, calendars: shipped })
  const alone = compileLaw({ packs: [pack], calendars: shipped }, packs)
  return cases.flatMap((worked) => {
    const law = lawOfCase(worked)
    if (Object.keys(worked.calendars).length === 0)
      return checksIn(worked, law, { alone, calendars: shipped })
    const own = [...law.calendars.values()]
    return checksIn(worked, law, {
      alone: compileLaw({ packs: [pack], calendars: own }, packs),
      calendars: own,
    })
  })
}

function checksIn(
  worked: WorkedCase,
  law: Law,
  { alone, calendars }: { alone: Law; calendars: Calendars },
): Check[] {
  const ids = new Set(alone.packs.flatMap(({ rules }) => rules.map(({ rule }) => rule)))
  return worked.intents.map((intent): Check => {
    const question = workedQuestion(intent)
    const file = workedCircumstances(worked, law, question.at)
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
  const laws = new Map<Calendars, Law>()
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
