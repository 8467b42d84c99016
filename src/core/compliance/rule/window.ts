import { z } from 'zod'
import { kindOf } from '../../channel/channel.ts'
import { DAY_MS, dayNumberOf, dayOf, type Instant, isZone, MINUTE, type Zone } from '../../base/time.ts'
import { type Calendar, dayKind } from '../time/calendar.ts'
import { asksCalendar, type Hours, hoursOf, outside, runAt, SlotSchema, together } from '../time/hours.ts'
import { type LegalClock, zonesFor } from '../time/clock.ts'
import { type HoursJudge, NOTHING, type UnknownDay } from './judge.ts'
import type { Circumstances, Question } from '../../model/question.ts'
import type { RuleWith } from './base.ts'
import type { RuleKind } from './kind.ts'

const SEARCH = 31 * DAY_MS
const WHOLE_DAY: [string, string] = ['00:00', '24:00']

const parameters = z.strictObject({
  open: z.union([z.literal('person_hours'), z.array(SlotSchema).min(1)]),
  zone: z.string().refine(isZone, 'an IANA time zone').optional().describe('instead of the zone of the pack'),
  wholeContact: z.boolean().optional().describe('the planned end must be inside too'),
})

type Parameters = z.infer<typeof parameters>

/** A window says when: it names the hours that are open, on the wall clock of the debtor or of the law. */
export const window = {
  parameters,
  judge: windowJudge,
  keys: () => [],
  looksBack: () => true,
  needsCalendar: ({ open }) =>
    open !== 'person_hours' && open.some(({ days }) => days === 'workday' || days === 'restday'),
  readsClock: () => true,
  idle: ({ parameters: { zone, open } }, { parameters: mutated }, { path, clock }) => {
    if (path.at(-1) === 'zone') return zone === clock.zone
    if (!path.includes('open') || open === 'person_hours' || mutated.open === 'person_hours') return false
    return { alike: 'hours', before: open, after: mutated.open }
  },
  asksPerson: ({ open }) => open === 'person_hours',
  limits: 'when',
} as const satisfies RuleKind<Parameters>

function windowJudge(rule: RuleWith<Parameters>, packClock: LegalClock): HoursJudge {
  const { open, zone, wholeContact = false } = rule.parameters
  const clock = zone ? { ...packClock, zone } : packClock
  if (open === 'person_hours') {
    const calendars = clock.calendar ? [clock.calendar] : []
    return judgeHours((file) => personHours(file, calendars), {
      clock,
      whole: true,
      asked: wished(calendars),
    })
  }
  const hours = hoursOf(open, clock.calendar)
  const calendars = clock.calendar && asksCalendar(open) ? [clock.calendar] : []
  return judgeHours(() => hours, { clock, whole: wholeContact, asked: () => calendars })
}

/** The person's own closed hours, where no rule of a pack asks for them: closed where any of the calendars says so. */
export function personWindow(calendars: readonly Calendar[]): HoursJudge {
  const clock: LegalClock = { zone: null, calendar: null, weekStart: 'mon' }
  return judgeHours((file) => personHours(file, calendars), { clock, whole: true, asked: wished(calendars) })
}

function wished(calendars: readonly Calendar[]): (file: Circumstances) => readonly Calendar[] {
  return ({ closed }) => (asksCalendar(closed) ? calendars : [])
}

interface Judged {
  clock: LegalClock
  whole: boolean
  /** The calendars that the hours ask what day it is. */
  asked: (file: Circumstances) => readonly Calendar[]
}

function judgeHours(
  hoursFor: (file: Circumstances) => Hours | null,
  { clock, whole, asked }: Judged,
): HoursJudge {
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
    isOneStretch: (from, question, file) => {
      const hours = hoursFor(file)
      return hours !== null && isShutSince(from, hours, zonesFor(clock, file), question.at, needOf(question))
    },
    unknownDay: (question, file) => {
      const { at } = question
      return firstUnknown(asked(file), zonesFor(clock, file), [at, at + needOf(question)])
    },
  }
}

function isShutSince(
  from: Instant,
  hours: Hours,
  zones: readonly Zone[],
  at: Instant,
  need: number,
): boolean {
  const isClosed = (zone: Zone) => !fits(runFor(hours, zone, at, need), at, need)
  return zones.filter(isClosed).every((zone) => {
    const run = runAt(hours, zone, from, at)
    return !run.open && run.until >= at && dayNumberOf(zone, from) === dayNumberOf(zone, at)
  })
}

function firstUnknown(
  calendars: readonly Calendar[],
  zones: readonly Zone[],
  instants: readonly Instant[],
): UnknownDay | null {
  for (const calendar of calendars) {
    const days = zones.flatMap((zone) => instants.map((at) => dayOf(zone, at)))
    const day = days.find((one) => dayKind(calendar, one) === null)
    if (day !== undefined) return { calendar: calendar.calendar, day }
  }
  return null
}

function runFor(hours: Hours, zone: Zone, at: Instant, need: number) {
  return runAt(hours, zone, at, need === 0 ? at + 1 : at + need + 1)
}

function fits({ open, until }: { open: boolean; until: Instant }, at: Instant, need: number): boolean {
  return open && until >= at + need
}

/** The length in milliseconds: a message ends when it starts, and whoever speaks or stands at the door takes the time that was planned. */
function lengthOf({ channel, durationMinutes }: Question): number {
  return channel !== null && !kindOf(channel).written ? Math.round(durationMinutes * MINUTE) : 0
}

/** The first instant from `at` on that is open in every zone, with so much left until closing; null = none within a month. */
function nextFit(hours: Hours, zones: readonly Zone[], at: Instant, need: number): Instant | null {
  const limit = at + SEARCH
  let now = at
  while (now < limit) {
    let latest = now
    for (const zone of zones) {
      const run = runFor(hours, zone, now, need)
      if (!fits(run, now, need))
        latest = Math.max(latest, opening(hours, zone, run.open ? run.until : now, limit))
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

/** Closed hours add up: what is closed on Mondays stays closed on a Monday that is a holiday. It is an error (RangeError) that the person names holidays or workdays and no calendar says which they are. */
function personHours(file: Circumstances, calendars: readonly Calendar[]): Hours | null {
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
    parts.map((part) => hoursOf(part, calendar, 'any')),
  )
  const hours = outside(together(all))
  personal.set(file.closed, { by, hours })
  return hours
}
