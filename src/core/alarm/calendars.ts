import { type Day, daysBetween } from '../base/time.ts'
import { type Binding, binds } from '../compliance/pack/bind.ts'
import type { Pack } from '../compliance/pack/pack.ts'
import type { Calendar } from '../compliance/time/calendar.ts'
import type { Sample } from './ringing.ts'

/** How many days each calendar still knows that a pack of somebody with an open case goes by. */
export function daysLeft(
  { packs, calendars }: { packs: readonly Pack[]; calendars: readonly Calendar[] },
  residents: readonly Binding[],
  today: Day,
): Sample[] {
  const needed = new Set(
    packs
      .filter((pack) => residents.some((resident) => binds(pack, resident, packs)))
      .flatMap(({ clock }) => clock.calendar ?? []),
  )
  return calendars
    .filter(({ calendar }) => needed.has(calendar))
    .map((calendar) => ({
      place: { calendar: calendar.calendar },
      measure: Math.max(0, daysBetween(today, lastKnown(calendar, today))),
    }))
}

/** The end of the years that it knows in a row from this one on. */
function lastKnown({ years }: Calendar, today: Day): Day {
  let year = Number(today.slice(0, 4))
  if (!years.includes(year)) return today
  while (years.includes(year + 1)) year++
  return `${year}-12-31`
}
