import { DAY_MS, daysBetween, type Instant, lastDayOf } from '../base/time.ts'
import { judgeAt, type Judgement, type PermitOptions, recentOf } from './judgement.ts'
import type { Law } from './pack/law.ts'
import type { Circumstances, Question } from '../model/question.ts'
import type { Reason, Verdict } from '../model/verdict.ts'

/** The answer whether this contact may be made now, only later (from the earliest lawful instant), or not by waiting. Every rule is asked and every reason kept; a rule that cannot be evaluated refuses. */
export function permit(
  question: Question,
  file: Circumstances,
  law: Law,
  options: PermitOptions = {},
): Verdict {
  const now = judgeAt(question, file, law, options)
  if (now.refusals.length === 0) {
    return { answer: 'permit', until: now.closes, duties: now.duties, warnings: now.warnings }
  }
  const later = findLater(now, question, file, law, options)
  const { duties, warnings } = later
  const { to } = later
  if (to !== null) {
    return { answer: 'defer', to, until: later.closes, reasons: now.refusals, duties, warnings }
  }
  const known = new Set(now.refusals.map((reason) => reason.rule))
  const reasons = [...now.refusals, ...later.refusals.filter((reason) => !known.has(reason.rule))]
  const review = later.noCommonHour || reasons.some((reason) => reason.effect === 'review')
  return { answer: 'deny', reasons, review, duties: now.duties, warnings: now.warnings }
}

type Later = Judgement & { to: Instant | null }
const MOST_LEAPS = 400

/** The search leaps to the instant at which the last of the reasons lifts, and judges again there. */
function findLater(
  now: Judgement,
  question: Question,
  file: Circumstances,
  law: Law,
  options: PermitOptions,
): Later {
  const horizon = question.at + (options.horizonDays ?? 30) * DAY_MS
  const recent = recentOf(file, question.at)
  let judged = now
  let at = question.at
  for (let leap = 0; leap < MOST_LEAPS; leap++) {
    const next = lastLift(judged.refusals)
    if (next === null || next <= at) return { ...judged, to: null }
    if (next > horizon) return { ...judged, to: null, noCommonHour: true }
    at = next
    judged = judgeAt(postponed(question, at, file), file, law, options, recent)
    if (judged.refusals.length === 0) return { ...judged, to: at }
  }
  return { ...judged, to: null, noCommonHour: true }
}

function lastLift(reasons: readonly Reason[]): Instant | null {
  let last = -Infinity
  for (const { liftsAt } of reasons) {
    if (liftsAt === null) return null
    last = Math.max(last, liftsAt)
  }
  return last
}

/** The same contact at a later (or earlier) instant: its days past due go with it. */
export function postponed(question: Question, at: Instant, file: Circumstances): Question {
  const days = daysBetween(lastDayOf(file.zones, question.at), lastDayOf(file.zones, at))
  return { ...question, at, dpd: question.dpd === null ? null : question.dpd + days }
}
