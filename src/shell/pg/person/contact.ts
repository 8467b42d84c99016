import type { Sql } from '../base/database.ts'
import { json } from '../base/cell.ts'
import { reasonsIn } from '../base/read-json.ts'
import { ask, plainStatement } from '../base/statement.ts'
import { selected, shapeOf } from '../base/columns.ts'
import { KIND } from '../row/contact.ts'
import { eachTable } from '../task/table.ts'
import type { PageOf } from './said.ts'

function taskIn(table: string): string {
  return `select started_at, done_at from ${table} where person_id = c.person_id and contact_id = c.id`
}

/** What was said in a contact that was made outside stands with the fact that told of it. */
const CONTACTS = plainStatement({
  name: 'export-contacts',
  once: true,
  text: `
  select c.id, c.at, c.channel, c.direction, c.role, c.place, c.purpose, c.creditor, c.collector, ${selected(KIND, 'c')},
    k.external_id || '/' || g.number as "case",
    (select array_agg(a.external_id order by a.id) from account a where a.person_id = c.person_id and a.id = any (c.accounts)) as accounts,
    c.stage, c.step, c.episode, c.attempt, c.dpd, c.mandatory, c.due_on as "dueOn", c.state, c.outcome, c.disposition,
    c.template, c.not_before as "notBefore", c.expires_at as "expiresAt", c.tries, c.segments, c.agent,
    c.client_ref as reference, c.provider_ref as "providerReference", c.provider_code as "providerCode",
    c.point_id as point, p.value_sealed as "to", p.key_id as "toKey", s.id as sealed, s.value as text, s.key_id as "textKey",
    c.law_hash as law, c.reasons, c.created_at as "createdAt", c.changed_at as "changedAt",
    t.started_at as "startedAt", t.done_at as "doneAt"
  from contact c
  left join collection_case g on g.person_id = c.person_id and g.id = c.case_id
  left join account k on k.person_id = c.person_id and k.id = g.account_id
  left join contact_point p on p.person_id = c.person_id and p.id = c.point_id
  left join lateral (
    select (f.body -> 'sealed' ->> 'id')::bigint as id from fact f
    where c.step is null and f.person_id = c.person_id and f.kind = 'contact.recorded' and f.happened_at = c.at
      and f.body ->> 'channel' = c.channel and f.body ? 'sealed' limit 1) told on true
  left join sealed s on s.person_id = c.person_id and s.id = coalesce(c.rendered_sealed, told.id)
  left join lateral (${eachTable(taskIn, ' union all ')} limit 1) t on true
  where c.person_id = $1 and c.id > $2 order by c.id limit $3`,
  row: {
    ...shapeOf(KIND),
    id: 'int8',
    at: 'timestamptz?',
    channel: 'text',
    direction: 'text',
    role: 'text',
    place: 'text',
    purpose: 'text',
    creditor: 'text',
    collector: 'text',
    case: 'text?',
    accounts: 'text[]?',
    stage: 'text?',
    step: 'text?',
    episode: 'date?',
    attempt: 'int4?',
    dpd: 'int4?',
    mandatory: 'bool',
    dueOn: 'date?',
    state: 'text',
    outcome: 'text',
    disposition: 'text?',
    template: 'text?',
    notBefore: 'timestamptz?',
    expiresAt: 'timestamptz?',
    tries: 'int4',
    segments: 'int4?',
    agent: 'text?',
    reference: 'uuid',
    providerReference: 'text?',
    providerCode: 'text?',
    point: 'int8?',
    to: 'bytea?',
    toKey: 'text?',
    sealed: 'int8?',
    text: 'bytea?',
    textKey: 'text?',
    law: 'text?',
    reasons: json(reasonsIn),
    createdAt: 'timestamptz',
    changedAt: 'timestamptz',
    startedAt: 'timestamptz?',
    doneAt: 'timestamptz?',
  },
})

export const contactRows = (sql: Sql, { person, after, limit }: PageOf) =>
  ask(sql, CONTACTS, [person, after, limit])
