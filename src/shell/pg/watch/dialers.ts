import type { Sql } from '../base/database.ts'
import type { Instant } from '../../../core/base/time.ts'
import { instantOf } from '../base/instant.ts'
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

/** A dialer that has taken none of its latest lists, and was handed one just now, or has one that it has not answered or that could not be put where it looks. */
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
    where l.id > coalesce(g.id, 0) and l.state in ${oneOf(['gathering', 'filled', 'ready', 'dropped'])}
    group by l.dialer
    having bool_or(l.state <> 'dropped' or l.made_at > business_now() - interval '10 minutes')
    order by l.dialer`,
  row: { dialer: 'text', since: 'timestamptz' },
})

export const readTakesNothing = (db: Sql) => ask(db, TAKES_NOTHING)

/** What became of all calls that a dialer was handed since an instant. */
export interface DialerWork {
  dialer: string
  lists: number
  calls: number
  /** It has them, and has not told. */
  open: number
  dialled: number
  notDialled: number
  /** These were taken back, dialled or not. */
  withdrawn: number
  /** Nothing was told of them in time: a human was asked. */
  lapsed: number
  /** These were dialled when they were not to be, or told of too late. */
  marked: number
}

const WORK = statement<DialerWork>({
  name: 'dialers-work',
  once: true,
  text: `
    select l.dialer, count(distinct l.id) as lists, count(e.entry) as calls,
      count(*) filter (where e.state = 'handed') as open, count(*) filter (where e.state = 'told') as dialled,
      count(*) filter (where e.state = 'not_dialled') as "notDialled",
      count(*) filter (where e.withdrawn_at is not null) as withdrawn,
      count(*) filter (where e.state = 'lapsed') as lapsed,
      count(*) filter (where cardinality(e.marks) > 0) as marked
    from dialer_list l join dialer_entry e on e.list_id = l.id
    where l.made_at >= ${instantOf('$1')} group by l.dialer order by l.dialer`,
  row: {
    dialer: 'text',
    lists: 'int8',
    calls: 'int8',
    open: 'int8',
    dialled: 'int8',
    notDialled: 'int8',
    withdrawn: 'int8',
    lapsed: 'int8',
    marked: 'int8',
  },
})

export function readDialerWork(db: Sql, since: Instant): Promise<DialerWork[]> {
  return ask(db, WORK, [since])
}
