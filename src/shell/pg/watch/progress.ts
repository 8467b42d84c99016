import type { Sql } from '../base/database.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

export interface Progress {
  open: { stage: string; cases: number }[]
  opened: number
  cured: number
  contacts: { channel: string; made: number }[]
}

/** The progress of a book: what is open by stage, and what was made by channel. */
export async function readProgress(db: Sql): Promise<Progress> {
  const [open, [totals], contacts] = await Promise.all([
    db.query<{ stage: string; cases: number }>(
      `select case when state = 'working' then coalesce(stage, state) else state end as stage, count(*) as cases
       from collection_case where closed_on is null group by 1 order by 2 desc, 1`,
    ),
    db.query<{ opened: number; cured: number }>(
      `select count(*) as opened, count(*) filter (where close_reason = 'cured') as cured from collection_case`,
    ),
    db.query<{ channel: string; made: number }>(
      `select channel, count(*) as made from contact
       where direction = 'out' and case_id is not null and state in ${oneOf(STATES.left)} group by 1 order by 1`,
    ),
  ])
  return { open, opened: totals?.opened ?? 0, cured: totals?.cured ?? 0, contacts }
}

/** Whether a contact of a case has left. */
export async function isAnyMade(db: Sql): Promise<boolean> {
  const [row] = await db.query<{ made: boolean }>(
    `select exists (select from contact where direction = 'out' and case_id is not null and state in ${oneOf(STATES.left)}) as made`,
  )
  return row?.made ?? false
}

export interface Made {
  strategy: string
  channel: string
  made: number
}

/** Contacts made under each strategy. */
export async function readMade(db: Sql): Promise<Made[]> {
  return db.query<Made>(
    `select k.strategy, c.channel, count(*) as made from contact c
     join collection_case k on k.person_id = c.person_id and k.id = c.case_id
     where c.direction = 'out' and c.state in ${oneOf(STATES.left)} group by 1, 2 order by 1, 2`,
  )
}

export interface Refusals {
  rule: string
  /** What the rule says. */
  title: string
  refusals: number
}

/** Refusals since then, by the rule that forbade; several rules of one refusal count each. */
export async function readRefusals(db: Sql, since: number): Promise<Refusals[]> {
  return db.query<Refusals>(
    `select reason ->> 'rule' as rule, min(reason ->> 'text') as title, count(*) as refusals
     from decision d cross join lateral jsonb_array_elements(d.reasons) as reason
     where d.kind = 'refused' and d.at > to_timestamp($1 / 1000.0) and reason ->> 'effect' in ('block', 'review', 'ground')
     group by 1`,
    [since],
  )
}
