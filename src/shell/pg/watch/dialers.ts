import type { Sql } from '../base/database.ts'
import type { Instant } from '../../../core/base/time.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, statement } from '../base/statement.ts'

/** Calls of the last business day that a dialer was handed: by how they stand, and once more by mark. */
export interface DialledCount {
  dialer: string
  state: string | null
  mark: string | null
  calls: number
}

const COUNTS = statement<DialledCount>({
  name: 'metrics-dialers',
  once: true,
  text: `
    with e as (
      select l.dialer, e.state, e.marks from dialer_entry e join dialer_list l on l.id = e.list_id
      where e.handed_at >= business_now() - interval '1 day' and e.handed_at <= business_now())
    select dialer, state, null as mark, count(*) as calls from e group by 1, 2
    union all
    select dialer, null, m, count(*) from e cross join unnest(e.marks) as m group by 1, 3`,
  row: { dialer: 'text', state: 'text?', mark: 'text?', calls: 'int8' },
})

export function countDialled(db: Sql): Promise<DialledCount[]> {
  return ask(db, COUNTS)
}

/** A dialer that has taken none of its latest lists, and was handed one just now or has not answered it. */
export interface TakesNothing {
  dialer: string
  /** The instant at which the first of them was made. */
  since: Instant
}

const TAKES_NOTHING = statement<TakesNothing>({
  name: 'dialers-take-nothing',
  once: true,
  text: `
    with recent as (select * from dialer_list where made_at > business_now() - interval '2 days'),
    good as (select dialer, max(id) as id from recent where state in ${oneOf(['out', 'empty'])} group by dialer)
    select l.dialer, min(l.made_at) as since from recent l left join good g on g.dialer = l.dialer
    where l.id > coalesce(g.id, 0) and l.state in ${oneOf(['filled', 'ready', 'dropped'])}
    group by l.dialer
    having bool_or(l.state = 'ready' or l.made_at > business_now() - interval '10 minutes')
    order by l.dialer`,
  row: { dialer: 'text', since: 'timestamptz' },
})

export const readTakesNothing = (db: Sql) => ask(db, TAKES_NOTHING)
