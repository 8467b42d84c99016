import type { Sql } from '../base/database.ts'
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
