import type { Sql } from '../base/database.ts'
import { json } from '../base/cell.ts'
import { anyJson } from '../base/read-json.ts'
import { ask, plainStatement } from '../base/statement.ts'

const HOLDS = plainStatement({
  name: 'export-holds',
  once: true,
  text: `
    select h.id, h.kind, h.external_id as name, h.reason, a.external_id as account, h.point_id as point,
      (select array_agg(c.id order by c.id) from contact_point c
        where c.person_id = h.person_id and c.number_id = h.number_id) as points,
      h.number_id is not null as "ofNumber", h.channel, h.from_at as "from", h.until_on as until, h.lifted_at as "liftedAt", h.outcome
    from hold h left join account a on a.person_id = h.person_id and a.id = h.account_id
    where h.person_id = $1 order by h.from_at, h.id`,
  row: {
    id: 'int8',
    kind: 'text',
    name: 'text',
    reason: 'text?',
    account: 'text?',
    point: 'int8?',
    points: 'int8[]?',
    ofNumber: 'bool',
    channel: 'text?',
    from: 'timestamptz',
    until: 'date?',
    liftedAt: 'timestamptz?',
    outcome: 'text?',
  },
})

export const holdRows = (sql: Sql, person: number) => ask(sql, HOLDS, [person])

const EVIDENCE = plainStatement({
  name: 'export-evidence',
  once: true,
  text: `
    select e.id, e.key, e.value, a.external_id as account, e.point_id as point, e.agent, e.at, e.until_at as "until"
    from evidence e left join account a on a.person_id = e.person_id and a.id = e.account_id
    where e.person_id = $1 order by e.at, e.id`,
  row: {
    id: 'int8',
    key: 'text',
    value: json(anyJson),
    account: 'text?',
    point: 'int8?',
    agent: 'text?',
    at: 'timestamptz',
    until: 'timestamptz?',
  },
})

export const evidenceRows = (sql: Sql, person: number) => ask(sql, EVIDENCE, [person])

const TASKS = plainStatement({
  name: 'export-tasks',
  once: true,
  text: `
    select t.id, t.kind, t.reason, t.role, a.external_id as account, t.contact_id as contact, t.created_at as "at", t.due,
      t.claimed_by as "claimedBy", t.claimed_at as "claimedAt", t.resolved_at as "resolvedAt", t.resolution
    from human_task t left join account a on a.person_id = t.person_id and a.id = t.account_id
    where t.person_id = $1 order by t.id`,
  row: {
    id: 'int8',
    kind: 'text',
    reason: 'text',
    role: 'text',
    account: 'text?',
    contact: 'int8?',
    at: 'timestamptz',
    due: 'timestamptz',
    claimedBy: 'text?',
    claimedAt: 'timestamptz?',
    resolvedAt: 'timestamptz?',
    resolution: 'text?',
  },
})

export const taskRows = (sql: Sql, person: number) => ask(sql, TASKS, [person])

const HANDLING = plainStatement({
  name: 'export-handling',
  once: true,
  text: `select id, at, who, what, detail from audit where what like 'person.%' and detail ->> 'person' = $1 order by id`,
  row: { id: 'int8', at: 'timestamptz', who: 'text', what: 'text', detail: json(anyJson) },
})

/** Who exported or erased it. */
export const handlingRows = (sql: Sql, person: number) => ask(sql, HANDLING, [String(person)])
