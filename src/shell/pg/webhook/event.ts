import type { Instant } from '../../../core/base/time.ts'
import { jsonOrNull } from '../base/cell.ts'
import type { Sql } from '../base/database.ts'
import { anyJson } from '../base/read-json.ts'
import { ask, type Shape, statement } from '../base/statement.ts'
import { millis } from '../read/list/cases.ts'

/** A fact, or what became of a task, as it is told to those who subscribed. */
export interface EventRow {
  id: number
  person: number
  kind: string
  at: Instant
  happenedAt: Instant | null
  source: string | null
  account: string | null
  debtor: string | null
  creditor: string | null
  caseNumber: number | null
  contact: number | null
  task: string | null
  taskId: number | null
  role: string | null
  due: Instant | null
  /** Null = of a task. */
  body: unknown
}

const ROW: Shape<EventRow> = {
  id: 'int8',
  person: 'int8',
  kind: 'text',
  at: 'float8',
  happenedAt: 'float8?',
  source: 'text?',
  account: 'text?',
  debtor: 'text?',
  creditor: 'text?',
  caseNumber: 'int4?',
  contact: 'int8?',
  task: 'text?',
  taskId: 'int8?',
  role: 'text?',
  due: 'float8?',
  body: jsonOrNull(anyJson),
}

function eventsWhere(condition: string, end: string): string {
  return `select e.id, e.person_id as person, e.kind, ${millis('e.at')} as at, ${millis('e.happened_at')} as "happenedAt", e.source,
      a.external_id as account, p.external_id as debtor, a.creditor, c.number as "caseNumber", e.contact_id as contact,
      e.task, e.task_id as "taskId", e.role, ${millis('e.due')} as due, e.body
    from (
      select id, person_id, account_id, kind, recorded_at as at, happened_at, source, body,
        case when body ->> 'case' ~ '^\\d{1,15}$' then (body ->> 'case')::int8 end as case_id,
        case when body ->> 'contact' ~ '^\\d{1,15}$' then (body ->> 'contact')::int8 end as contact_id,
        null::text as task, null::int8 as task_id, null::text as role, null::timestamptz as due
      from fact where ${condition}
      union all
      select id, person_id, account_id, kind, at, null, null, null, case_id, contact_id, task, task_id, role, due
      from task_event where ${condition}
    ) e
    left join account a on a.person_id = e.person_id and a.id = e.account_id
    left join person p on p.id = e.person_id
    left join collection_case c on c.person_id = e.person_id and c.id = e.case_id
    order by e.id ${end}`
}

const WINDOW = statement<EventRow>({
  name: 'webhook-window',
  text: eventsWhere(
    `id > $1 and id <= $2 and (cardinality($3::text[]) = 0 or kind = any($3::text[]))`,
    'limit $4',
  ),
  row: ROW,
})

const THESE = statement<EventRow>({
  name: 'webhook-these',
  text: eventsWhere('person_id = any($1::int8[]) and id = any($2::int8[])', ''),
  row: ROW,
})

/** The first events in (after, until] of these kinds, in their order. */
export function eventsIn(
  db: Sql,
  { after, until, kinds, limit }: { after: number; until: number; kinds: readonly string[]; limit: number },
): Promise<EventRow[]> {
  return ask(db, WINDOW, [after, until, kinds, limit])
}

export function eventsOf(db: Sql, late: readonly { person: number; event: number }[]): Promise<EventRow[]> {
  return ask(db, THESE, [late.map(({ person }) => person), late.map(({ event }) => event)])
}
