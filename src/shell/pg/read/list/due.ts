import { z } from 'zod'
import { addDays, type Day, dayOf, type Instant, lastDayOf } from '../../../../core/base/time.ts'
import { ask, plainStatement } from '../../base/statement.ts'
import type { SqlTransaction } from '../../base/database.ts'
import type { Filter } from './filter.ts'

const TODAY = 'today'

interface Dated {
  /** What the list calls its rows. */
  name: string
  /** The rows, `r` by their alias, joined with their accounts, `a`. */
  from: string
  /** The day on which one falls due. */
  on: string
  help: string
}

/** What falls due on a day; or today, which is the day by which deciding judges whether it was kept: that of the zone of the debtor that gets there last. Postgres knows no zones: which accounts are where is asked first. */
export function dueFilter({ name, from, on, help }: Dated): Filter {
  const near = plainStatement({
    name: `due-${name}`,
    once: true,
    text: `select distinct (${on})::text as day, a.zones from ${from} where ${on} between $1::date and $2::date`,
    row: { day: 'text', zones: 'text' },
  })
  return {
    schema: z.union([z.iso.date(), z.literal(TODAY)]),
    sql: (value, given) =>
      given === TODAY
        ? `${on} = any (array(select left(each, 10)::date from unnest(${value}::text[]) as each))
           and (${on})::text || ' ' || a.zones = any (${value}::text[])`
        : `${on} = ${value}::date`,
    param: async (day: string, { now, tx }: { now: Instant; tx: SqlTransaction }) =>
      day === TODAY ? placesToday(await ask(tx, near, nearDays(now)), now) : day,
    help: `${help} on that day, or today where the debtor lives`,
    example: TODAY,
  }
}

/** Nobody's local day is further than a day from that of UTC. */
export function nearDays(now: Instant): [Day, Day] {
  const day = dayOf('UTC', now)
  return [addDays(day, -1), addDays(day, 1)]
}

/** Whether it is that day in the zones, joined as an account has them. */
export function isToday({ day, zones }: { day: Day; zones: string }, now: Instant): boolean {
  return lastDayOf(zones.split(','), now) === day
}

/** `2026-03-02 America/New_York`: a day, and the zones in which it is that day now. */
function placesToday(places: readonly { day: string; zones: string }[], now: Instant): string[] {
  return places.filter((place) => isToday(place, now)).map(({ day, zones }) => `${day} ${zones}`)
}
