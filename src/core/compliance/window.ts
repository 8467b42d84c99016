import type { Channel } from '../base/list.ts'
import { DAY_MS, type Instant, MINUTE, type Zone } from '../base/time.ts'
import type { Calendar } from './calendar.ts'
import { asksCalendar, type Hours, hoursOf, outside, together } from './hours.ts'
import { type Judge, type LegalClock, NOTHING, zonesFor } from './judge.ts'
import type { RuleOf } from './pack.ts'
import type { LegalFile, Question } from './question.ts'
import { runAt } from './run.ts'
import { CHANNEL_GROUPS } from './select.ts'

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
  if (open === 'person_hours') {
    const calendars = clock.calendar ? [clock.calendar] : []
    return judgeHours((file) => personHours(file, calendars), clock, true)
  }
  const hours = hoursOf(open, clock.calendar)
  return judgeHours(() => hours, clock, wholeContact)
}

/** The person's own closed hours, where no rule of a pack asks for them: closed where any of the calendars says so. */
export function personWindow(calendars: readonly Calendar[]): WindowJudge {
  const clock: LegalClock = { zone: null, calendar: null, weekStart: 'mon' }
  return judgeHours((file) => personHours(file, calendars), clock, true)
}

function judgeHours(
  hoursFor: (file: LegalFile) => Hours | null,
  clock: LegalClock,
  whole: boolean,
): WindowJudge {
  const needOf = (question: Question) => (whole ? lengthOf(question) : 0)
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
      // A contact of some length may begin at the very instant that leaves just enough of the hours.
      const last = need === 0 ? 0 : need - 1
      return Math.min(...ends.map((end) => (end === limit ? end : end - last)))
    },
  }
}

/** A message ends when it starts; who speaks, or stands at the door, takes the time that was planned. In milliseconds. */
function lengthOf({ channel, durationMinutes }: Question): number {
  return channel !== null && LASTING.has(channel) ? Math.round(durationMinutes * MINUTE) : 0
}
const LASTING: ReadonlySet<Channel> = new Set<Channel>([...CHANNEL_GROUPS.voice, 'visit'])

/** The first instant from `at` on that is open in every zone, with so much left until closing; null = none within a month. */
function nextFit(hours: Hours, zones: readonly Zone[], at: Instant, need: number): Instant | null {
  const limit = at + SEARCH
  let now = at
  while (now < limit) {
    let latest = now
    for (const zone of zones) {
      const run = runAt(hours, zone, now, need === 0 ? now + 1 : now + need + 1)
      const fits = run.open && run.until >= now + need
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

const personal = new WeakMap<readonly object[], { by: string; hours: Hours }>()

/** Closed hours add up: what is closed on Mondays stays closed on a Monday that is a holiday. Throws where the person names holidays or workdays and no calendar says which they are. */
function personHours(file: LegalFile, calendars: readonly Calendar[]): Hours | null {
  if (file.closed.length === 0) return null
  const asking = asksCalendar(file.closed)
  if (asking && calendars.length === 0) {
    throw new RangeError('no calendar knows the holidays where the debtor lives')
  }
  const by = asking ? calendars.map(({ calendar }) => calendar).join() : ''
  const known = personal.get(file.closed)
  if (known && known.by === by) return known.hours
  const closed = file.closed.map(({ days, hours }) => ({ days, hours: hours ?? WHOLE_DAY }))
  const parts = [closed.filter(({ days }) => days !== 'hol'), closed.filter(({ days }) => days === 'hol')]
  const all = (asking ? calendars : [null]).flatMap((calendar) =>
    parts.map((part) => hoursOf(part, calendar)),
  )
  const hours = outside(together(all))
  personal.set(file.closed, { by, hours })
  return hours
}
