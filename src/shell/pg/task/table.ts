import { TASK_CHANNELS, taskKind } from '../../../core/channel/channel.ts'
import type { TaskKind, TaskRow } from '../../../core/model/task-row.ts'

/** Each channel whose contacts people make has a table of its own for what they may claim. */
const TASK_TABLES: readonly string[] = TASK_CHANNELS.map((channel) => taskKind(channel).table)

export function tableOf({ kind }: Pick<TaskRow, 'kind'>): string {
  return taskKind(kind).table
}

/** A statement for each of the tables. */
export function perKind<S>(make: (kind: TaskKind, table: string) => S): Record<TaskKind, S> {
  return Object.fromEntries(TASK_CHANNELS.map((kind) => [kind, make(kind, tableOf({ kind }))])) as Record<
    TaskKind,
    S
  >
}

/** One part of a statement for each of the tables. */
export function eachTable(part: (table: string) => string, joint: string): string {
  return TASK_TABLES.map(part).join(joint)
}

/** What a task `t` says of its past once nobody has it in hand: `now` as SQL. */
export function hadBy(kind: TaskKind, now: string): string {
  const made = `coalesce(t.started_at, least(${now}, t.claimed_at + interval '${taskKind(kind).actWithinMs} milliseconds'))`
  return `case when t.claimed_by is null then t.had else t.had || jsonb_strip_nulls(jsonb_build_object(t.claimed_by,
    floor(extract(epoch from ${made}) * 1000)::int8)) end`
}

/** Further parts of a `with`, which withdraw the open tasks of the contacts in `void`. */
export const WITHDRAWN = eachTable(
  (table) => `${table}_withdrawn as (
    update ${table} t set state = 'withdrawn', withdrawn_why = 'superseded'
    from void v where t.person_id = v.person_id and t.contact_id = v.id and t.state = 'open'
  )`,
  ', ',
)

/** Whether somebody could take a task. */
export const ANY_OPEN = eachTable((table) => `exists (select from ${table} where state = 'open')`, ' or ')

/** Whether nobody was offered the contact `c` to make it. */
export const NOT_OFFERED = eachTable(
  (table) =>
    `not exists (select from ${table} t where t.person_id = c.person_id and t.contact_id = c.id and t.state <> 'withdrawn')`,
  ' and ',
)
