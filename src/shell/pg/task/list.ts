import type { TaskKind } from '../../../core/model/task-row.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { OpenTask } from '../../../flow/ports/task.ts'
import { instantOf } from '../base/instant.ts'
import { readable } from '../sweep/park.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { perKind } from './table.ts'

const OPEN = perKind((kind, table) =>
  statement<OpenTask>({
    name: `task-open-${kind}`,
    text: `
      select $1::text as kind, t.contact_id as contact, t.case_id as "case", a.external_id as account,
        c.channel, c.stage, c.step, c.attempt, c.dpd, t.rank, t.expires_at as "expiresAt"
      from (select * from ${table} where state = 'open' and expires_at > ${instantOf('$2')}
        order by rank desc, contact_id limit $3) t
      join contact c on c.person_id = t.person_id and c.id = t.contact_id
      join account a on a.person_id = c.person_id and a.id = c.account_id
      order by t.rank desc, t.contact_id`,
    row: {
      kind: 'text',
      contact: 'int8',
      case: 'int8',
      account: 'text',
      channel: 'text',
      stage: 'text?',
      step: 'text?',
      attempt: 'int4?',
      dpd: 'int4?',
      rank: 'float8',
      expiresAt: 'timestamptz',
    },
  }),
)

/** Open tasks by rank: what to do next, without names and numbers. */
export async function openTasks(tx: SqlTransaction, kind: TaskKind, limit: number): Promise<OpenTask[]> {
  return ask(tx, OPEN[kind], [kind, tx.now, limit])
}

const NOW_MS = '(select extract(epoch from business_now()) * 1000)'

const CANDIDATES = perKind((kind, table) =>
  statement<ContactRef>({
    name: `task-candidates-${kind}`,
    text: `
      select t.contact_id as contact, t.person_id as person from ${table} t
      where t.state = 'open' and t.expires_at > (select business_now())
        and ${readable({ person: 't.person_id', contact: 't.contact_id' }, 'claim', NOW_MS)}
      order by t.rank desc, t.contact_id limit $1`,
    row: { contact: 'int8', person: 'int8' },
  }),
)

export async function candidates(tx: SqlTransaction, kind: TaskKind, limit: number): Promise<ContactRef[]> {
  return ask(tx, CANDIDATES[kind], [limit])
}
