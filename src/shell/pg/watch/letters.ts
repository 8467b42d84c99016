import type { Instant } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
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
