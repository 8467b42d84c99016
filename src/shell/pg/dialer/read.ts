import type { ContactId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { Database } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'

/** An entry as it stands; no name and no number. */
export interface EntryLine {
  entry: string
  contact: ContactId
  rank: number
  state: string
  dialBefore: Instant
  withdrawnAt: Instant | null
  withdrawnWhy: string | null
  result: string | null
  dialledAt: Instant | null
  marks: string[]
}

const ENTRIES = statement<EntryLine>({
  name: 'dialer-list-entries',
  once: true,
  text: `
    select e.entry, e.contact_id as contact, e.rank, e.state, e.dial_before as "dialBefore",
      e.withdrawn_at as "withdrawnAt", e.withdrawn_why as "withdrawnWhy", e.result, e.dialled_at as "dialledAt", e.marks
    from dialer_list l join dialer_entry e on e.list_id = l.id
    where l.dialer = $1 and l.name = $2 order by e.rank`,
  row: {
    entry: 'uuid',
    contact: 'int8',
    rank: 'int4',
    state: 'text',
    dialBefore: 'timestamptz',
    withdrawnAt: 'timestamptz?',
    withdrawnWhy: 'text?',
    result: 'text?',
    dialledAt: 'timestamptz?',
    marks: 'text[]',
  },
})

const LISTS = statement<{ list: string; state: string; madeAt: Instant; entries: number; open: number }>({
  name: 'dialer-lists',
  once: true,
  text: `
    select l.name as list, l.state, l.made_at as "madeAt", count(e.entry) as entries,
      count(e.entry) filter (where e.state = 'handed') as open
    from (select * from dialer_list where dialer = $1 order by id desc limit $2) l
    left join dialer_entry e on e.list_id = l.id
    group by l.id, l.name, l.state, l.made_at order by l.id desc`,
  row: { list: 'text', state: 'text', madeAt: 'timestamptz', entries: 'int8', open: 'int8' },
})

/** The latest lists of a dialer, the newest first. */
export function listsOf(db: Database, dialer: string, limit: number) {
  return ask(db, LISTS, [dialer, limit])
}

/** No entries = there is no such list, or nothing is in it. */
export function entriesOf(db: Database, dialer: string, list: string): Promise<EntryLine[]> {
  return ask(db, ENTRIES, [dialer, list])
}
