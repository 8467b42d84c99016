import type { Calendar } from '../compliance/time/calendar.ts'
import { compileLaw, type Law, type Published } from '../compliance/pack/law.ts'
import type { Pack } from '../compliance/pack/pack.ts'
import type { WorkedCase } from './case.ts'

/** The law of each case: the packs that it names, compiled once for all that name the same and have no calendars of their own. */
export function caseLaws({ packs, calendars }: Published): (worked: WorkedCase) => Law {
  const known = new Map<string, Law>()
  const compiled = (worked: WorkedCase): Law => {
    const named = packs.filter(({ pack }) => worked.packs.includes(pack))
    return compileLaw({ packs: named, calendars: calendarsOf(worked.calendars, named, calendars) }, packs)
  }
  return (worked) => {
    if (Object.keys(worked.calendars).length > 0) return compiled(worked)
    const key = worked.packs.toSorted().join()
    let law = known.get(key)
    if (!law) known.set(key, (law = compiled(worked)))
    return law
  }
}

/** A case's own calendars come first, then those on file; one that is in neither has no holidays in this case. */
export function calendarsOf(
  given: WorkedCase['calendars'],
  packs: readonly Pack[],
  shipped: readonly Calendar[],
): Calendar[] {
  const own = Object.entries(given).map(([name, { hol, work, unknown }]): Calendar => {
    const days = { holidays: hol, workdays: work, unknown }
    return { calendar: name.toLowerCase(), years: EVER, ...days, source: 'the case' }
  })
  const named = packs.flatMap((pack) => pack.clock.calendar ?? [])
  const there = (name: string) => [...own, ...shipped].some((calendar) => calendar.calendar === name)
  const none = named
    .filter((name) => !there(name))
    .map((calendar): Calendar => {
      return { calendar, years: EVER, holidays: [], workdays: [], source: 'none given' }
    })
  return [...shipped.filter((one) => !own.some((mine) => mine.calendar === one.calendar)), ...none, ...own]
}
const EVER = Array.from({ length: 230 }, (_, year) => 1970 + year)
