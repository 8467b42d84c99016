import type { Instant } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { instantOf } from '../base/instant.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, statement } from '../base/statement.ts'

/** Letters that are written and that their print house has not been handed. */
export interface WaitingLetters {
  provider: string
  letters: number
  /** The instant at which the oldest was written. */
  since: Instant
}

const WAITING = statement<WaitingLetters>({
  name: 'letters-waiting',
  once: true,
  text: `
    select provider, count(*) as letters, min(written_at) as since from (
      select l.provider, l.written_at from letter l where l.batch_id is null
      union all
      select l.provider, l.written_at from letter_batch b join letter l on l.batch_id = b.id
      where b.state <> 'handed_over' and l.pdf_sealed is not null
    ) w group by provider order by provider`,
  row: { provider: 'text', letters: 'int8', since: 'timestamptz' },
})

export const readWaitingLetters = (db: Sql) => ask(db, WAITING)

/** What became of all letters that a print house was handed since an instant. */
export interface PrintedLetters {
  provider: string
  batches: number
  letters: number
  pages: number
  /** It has them, and has not told that they were posted. */
  open: number
  /** These were posted, and are not back. */
  posted: number
  returned: number
}

const PRINTED = statement<PrintedLetters>({
  name: 'letters-printed',
  once: true,
  text: `
    select b.provider, count(distinct b.id) as batches, count(*) as letters, sum(l.pages)::int8 as pages,
      count(*) filter (where c.state in ${oneOf(STATES.inHand)}) as open,
      count(*) filter (where c.state in ${oneOf(STATES.arrived)}) as posted,
      count(*) filter (where c.state in ${oneOf(STATES.sentBack)}) as returned
    from letter_batch b join letter l on l.batch_id = b.id
    join contact c on c.person_id = l.person_id and c.id = l.contact_id
    where b.handed_over_at >= ${instantOf('$1')} group by b.provider order by b.provider`,
  row: {
    provider: 'text',
    batches: 'int8',
    letters: 'int8',
    pages: 'int8',
    open: 'int8',
    posted: 'int8',
    returned: 'int8',
  },
})

export function readPrintedLetters(db: Sql, since: Instant): Promise<PrintedLetters[]> {
  return ask(db, PRINTED, [since])
}
