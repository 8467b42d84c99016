import { addDays, type Day } from '../../base/time.ts'
import type { Calendar } from '../time/calendar.ts'
import type { Pack, Rule } from '../pack/pack.ts'

export interface CalendarEnd {
  calendar: string
  /** The last day that is known without a break; null where today's year is unknown already. */
  until: Day | null
  /** The rules that ask what day it is, and permit only what every reading permits once the calendar cannot say. */
  rules: string[]
}

/** The calendars of the packs that do not know today or one of the days after it. */
export function calendarsEnding(
  { packs, calendars }: { packs: readonly Pack[]; calendars: readonly Calendar[] },
  today: Day,
  daysAhead: number,
): CalendarEnd[] {
  const limit = addDays(today, daysAhead)
  return calendars.flatMap(({ calendar, years }): CalendarEnd[] => {
    const users = packs.filter(({ clock }) => clock.calendar === calendar)
    const until = lastKnown(years, Number(today.slice(0, 4)))
    if (users.length === 0 || (until !== null && until >= limit)) return []
    const asking = users.flatMap(({ rules }) => rules.filter(asksCalendar).map(({ rule }) => rule))
    return [{ calendar, until, rules: asking }]
  })
}

function lastKnown(years: readonly number[], from: number): Day | null {
  if (!years.includes(from)) return null
  let last = from
  while (years.includes(last + 1)) last++
  return `${last}-12-31`
}

/** Whether anything in its parameters asks the calendar: slots of a window, or a duration in business days. */
function asksCalendar({ parameters }: Rule): boolean {
  return /"days":"(hol|workday|restday)"|"businessDays"/.test(JSON.stringify(parameters))
}
