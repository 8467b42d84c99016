import { DAY_MS, type Instant, MINUTE, type Zone } from '../base/time.ts'
import type { Calendar } from './calendar.ts'
import { type Hours, hoursOf, outside } from './hours.ts'
import { type Judge, type LegalClock, NOTHING, zonesFor } from './judge.ts'
import type { RuleOf } from './pack.ts'
import type { LegalFile, Question } from './question.ts'
import { runAt } from './run.ts'

const SEARCH = 31 * DAY_MS
const WHOLE_DAY: [string, string] = ['00:00', '24:00']

export interface WindowJudge {
  judge: Judge
  /** The last instant, at most a day ahead, until which a contact may still begin in this window. */
  closes: (question: Question, file: LegalFile) => Instant
}

export function windowJudge(rule: RuleOf<'window'>, packClock: LegalClock): WindowJudge {
  const { open, zone, wholeContact = false } = rule.parameters
  const clock = zone ? { ...packClock, zone } : packClock
  if (open === 'person_hours') return judgeHours((file) => personHours(file, clock.calendar), clock, true)
  const hours = hoursOf(open, clock.calendar)
  return judgeHours(() => hours, clock, wholeContact)
}

/** The person's own closed hours, where no rule of a pack asks for them. */
export function personWindow(calendar: Calendar | null): WindowJudge {
  return judgeHours((file) => personHours(file, calendar), { zone: null, calendar, weekStart: 'mon' }, true)
}

function judgeHours(
  hoursFor: (file: LegalFile) => Hours | null,
  clock: LegalClock,
  whole: boolean,
): WindowJudge {
  const needOf = (question: Question) => (whole ? question.durationMinutes * MINUTE : 0)
  return {
    judge: (question, file) => {
      const hours = hoursFor(file)
      if (!hours) return NOTHING
      const opensAt = nextFit(hours, zonesFor(clock, file), question.at, needOf(question))
      if (opensAt === question.at) return NOTHING
      return [{ finds: 'refusal', liftsAt: opensAt, noCommonHour: opensAt === null }]
    },
    closes: (question, file) => {
      const hours = hoursFor(file)
      const limit = question.at + DAY_MS
      if (!hours) return limit
      const ends = zonesFor(clock, file).map((zone) => runAt(hours, zone, question.at, limit).until)
      const need = needOf(question)
      return Math.min(...ends.map((end) => (end === limit ? end : end - need)))
    },
  }
}

/** The first instant from `at` on that is open in every zone, with so much left before closing; null = none within a month. */
function nextFit(hours: Hours, zones: readonly Zone[], at: Instant, need: number): Instant | null {
  const limit = at + SEARCH
  let now = at
  while (now < limit) {
    let latest = now
    for (const zone of zones) {
      const run = runAt(hours, zone, now, need === 0 ? now + 1 : now + need + 1)
      const fits = run.open && run.until > now + need
      if (!fits) latest = Math.max(latest, opening(hours, zone, run.open ? run.until : now, limit))
    }
    if (latest === now) return now
    now = latest
  }
  return null
}

function opening(hours: Hours, zone: Zone, from: Instant, limit: Instant): Instant {
  const run = runAt(hours, zone, from, limit)
  return run.open ? from : run.until
}

const personal = new WeakMap<readonly object[], { calendar: Calendar | null; hours: Hours }>()

function personHours(file: LegalFile, calendar: Calendar | null): Hours | null {
  if (file.closed.length === 0) return null
  const known = personal.get(file.closed)
  if (known && known.calendar === calendar) return known.hours
  const closed = file.closed.map(({ days, hours }) => ({ days, hours: hours ?? WHOLE_DAY }))
  const hours = outside(hoursOf(closed, calendar))
  personal.set(file.closed, { calendar, hours })
  return hours
}
