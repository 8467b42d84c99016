import type { LedgerTask } from '../../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import type { PersonId } from '../../../core/base/id.ts'
import { instantOf } from '../base/instant.ts'
import { ask, statement } from '../base/statement.ts'
import type { SqlTransaction } from '../base/database.ts'
import { retryAnswered } from '../sweep/park.ts'
import { column } from './column.ts'

/** The tasks that are asked for: the open ones or all, and those about these messages of nobody who is known. */
type AskedOf = Pick<LedgerNeeds, 'tasks'> & { nobody: Pick<LedgerNeeds['nobody'], 'replies'> }

const tasksOf = (which: string, more: string) =>
  statement<LedgerTask>({
    name: `record-tasks-${which}`,
    text: `
    select t.person_id as person, t.id, t.account_id as account, t.kind, t.rule, t.step, t.reply, t.claimed_by as by,
            t.due, t.contact_id as contact, c.closed_on is not null as over, t.resolution as answer,
            round(extract(epoch from t.resolved_at) * 1000)::float8 as "answeredAt"
     from human_task t left join collection_case c on c.person_id = t.person_id and c.id = t.case_id
     where (t.person_id = any($1) or (t.person_id = 0 and t.reply = any($2)))
       ${more}
     order by t.id`,
    row: {
      person: 'int8',
      id: 'int8',
      account: 'int8?',
      kind: 'text',
      rule: 'text?',
      step: 'text?',
      reply: 'text?',
      by: 'text?',
      due: 'timestamptz',
      contact: 'int8?',
      over: 'bool',
      answer: 'text?',
      answeredAt: 'float8?',
    },
  })

const TASKS = { all: tasksOf('all', ''), open: tasksOf('open', 'and t.resolved_at is null') }

/** What humans were asked about the persons, or about these messages of nobody who is known, in the order in which it was asked. */
export async function loadTasks(
  tx: SqlTransaction,
  persons: PersonId[],
  { tasks, nobody: { replies } }: AskedOf,
): Promise<LedgerTask[]> {
  if (persons.length + replies.length === 0) return []
  return ask(tx, TASKS[tasks === 'all' ? 'all' : 'open'], [persons, replies])
}

export async function saveAnswers(tx: SqlTransaction, answered: readonly LedgerTask[]): Promise<void> {
  if (answered.length === 0) return
  await tx.query(
    `with said as (
       update human_task t set resolved_at = ${instantOf('u.at')}, resolution = u.answer,
         claimed_by = coalesce(u.by, t.claimed_by), claimed_at = coalesce(t.claimed_at, ${instantOf('$6')})
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::float8[], $5::text[]) as u (person, id, answer, at, by)
       where t.person_id = u.person and t.id = u.id
       returning t.*),
     again as (${retryAnswered('said', instantOf('$6'))})
     insert into audit (at, who, what, detail)
     select ${instantOf('$6')}, coalesce(s.claimed_by, 'fact'), 'human_task.resolved',
       jsonb_build_object('task', s.id, 'resolution', s.resolution)
         || case when s.rule is null then '{}' else jsonb_build_object('rule', s.rule, 'about', coalesce(a.external_id || '/' || c.number, a.external_id)) end
     from said s
     left join collection_case c on c.person_id = s.person_id and c.id = s.case_id
     left join account a on a.person_id = s.person_id and a.id = s.account_id`,
    [
      ...(['person', 'id', 'answer', 'answeredAt', 'by'] as const).map((key) => column(answered, key)),
      tx.now,
    ],
    'record-answers',
  )
}
