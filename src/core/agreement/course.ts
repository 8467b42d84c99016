import type { Minor } from '../base/money.ts'
import { addDays, type Day } from '../base/time.ts'
import type { Filling } from '../promise/filling.ts'

/** A rate as money has filled it: `lastDay` of the filling is open, because what comes late still counts; this is the last day on which it is in time. */
export interface FilledRate {
  filling: Filling
  /** The rate had this sum before anything of it fell away. */
  agreed: Minor
  lastDay: Day
}

/** How the rates of a plan went, and how they will go if no more money comes. */
export interface Course {
  /** The first day on which the plan is broken. */
  brokenOn: Day | null
  /** The day on which the last rate that was missing came. */
  completedOn: Day | null
  /** The days on which a rate is missed: until the day on which all are caught up, or the plan is broken. */
  arrears: { from: Day; to: Day | null }[]
}

/** A rate is missed on the day after its grace, and is so until its money comes; so many at once, or one for so many days, break the plan. A day begins with what is missed, and money of that day comes after it. */
export function courseOf(rates: readonly FilledRate[], breaks: { missed: number; days: number }): Course {
  const brokenOn = brokenDay(rates, breaks)
  const days = rates.map(({ filling }) => filling.keptOn)
  const last = days.includes(null) ? null : latest(days)
  const completedOn = last !== null && (brokenOn === null || last < brokenOn) ? last : null
  return {
    brokenOn: completedOn === null ? brokenOn : null,
    completedOn,
    arrears: arrearsOf(rates, brokenOn),
  }
}

function brokenDay(rates: readonly FilledRate[], breaks: { missed: number; days: number }): Day | null {
  const found = eventsOf(rates).find(({ missed }) => missed >= breaks.missed)?.on ?? null
  const tooLong = rates.map((rate) => {
    const on = addDays(rate.lastDay, breaks.days)
    const { keptOn } = rate.filling
    return keptOn === null || keptOn >= on ? on : null
  })
  return earliest([found, ...tooLong])
}

function arrearsOf(rates: readonly FilledRate[], brokenOn: Day | null): Course['arrears'] {
  const spans: Course['arrears'] = []
  let from: Day | null = null
  for (const { on, missed } of eventsOf(rates)) {
    if (brokenOn !== null && on >= brokenOn) break
    if (missed > 0) from ??= on
    else if (from !== null) {
      spans.push({ from, to: on })
      from = null
    }
  }
  if (from !== null) spans.push({ from, to: brokenOn })
  return spans
}

/** How many rates are missed from that day on, one change after the other. */
function eventsOf(rates: readonly FilledRate[]): { on: Day; missed: number }[] {
  const changes = rates.flatMap(({ filling: { keptOn }, lastDay }) => {
    if (keptOn !== null && keptOn <= lastDay) return []
    const misses = { on: addDays(lastDay, 1), by: 1 }
    return keptOn === null ? [misses] : [misses, { on: keptOn, by: -1 }]
  })
  changes.sort((a, b) => (a.on === b.on ? b.by - a.by : a.on < b.on ? -1 : 1))
  let missed = 0
  return changes.map(({ on, by }) => ({ on, missed: (missed += by) }))
}

/** The earliest of the days that are known. */
export function earliest(days: readonly (Day | null)[]): Day | null {
  return days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null)
}

function latest(days: readonly (Day | null)[]): Day | null {
  return days.reduce((last, day) => (day !== null && (last === null || day > last) ? day : last), null)
}
