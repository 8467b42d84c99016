import type { Sql } from '../base/database.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

export interface Progress {
  open: { stage: string; cases: number }[]
  opened: number
  cured: number
  contacts: { channel: string; made: number }[]
}

const STAGES = plainStatement({
  name: 'progress-stages',
  once: true,
  text: `select case when state = 'working' then coalesce(stage, state) else state end as stage, count(*) as cases
       from collection_case where closed_on is null group by 1 order by 2 desc, 1`,
  row: { stage: 'text', cases: 'int8' },
})

const TOTALS = plainStatement({
  name: 'progress-totals',
  once: true,
  text: `select count(*) as opened, count(*) filter (where close_reason = 'cured') as cured from collection_case`,
  row: { opened: 'int8', cured: 'int8' },
})

const CHANNELS = plainStatement({
  name: 'progress-channels',
  once: true,
  text: `select channel, count(*) as made from contact
       where direction = 'out' and case_id is not null and state in ${oneOf(STATES.left)} group by 1 order by 1`,
  row: { channel: 'text', made: 'int8' },
})

/** The progress of a book: what is open by stage, and what was made by channel. */
export async function readProgress(db: Sql): Promise<Progress> {
  const [open, [totals], contacts] = await Promise.all([ask(db, STAGES), ask(db, TOTALS), ask(db, CHANNELS)])
  return { open, opened: totals?.opened ?? 0, cured: totals?.cured ?? 0, contacts }
}

const ANY_MADE = statement<{ made: boolean }>({
  name: 'progress-any-made',
  text: `select exists (select from contact where direction = 'out' and case_id is not null and state in ${oneOf(STATES.left)}) as made`,
  row: { made: 'bool' },
})

/** Whether a contact of a case has left. */
export async function isAnyMade(db: Sql): Promise<boolean> {
  const { made } = await askOne(db, ANY_MADE)
  return made
}

export interface Made {
  strategy: string
  channel: string
  made: number
}

const MADE = statement<Made>({
  name: 'progress-made',
  once: true,
  text: `select k.strategy, c.channel, count(*) as made from contact c
     join collection_case k on k.person_id = c.person_id and k.id = c.case_id
     where c.direction = 'out' and c.state in ${oneOf(STATES.left)} group by 1, 2 order by 1, 2`,
  row: { strategy: 'text', channel: 'text', made: 'int8' },
})

/** Contacts made under each strategy. */
export async function readMade(db: Sql): Promise<Made[]> {
  return ask(db, MADE)
}

export interface Refusals {
  rule: string
  /** What the rule says. */
  title: string
  refusals: number
}

const REFUSALS = statement<Refusals>({
  name: 'progress-refusals',
  once: true,
  text: `select reason ->> 'rule' as rule, min(reason ->> 'text') as title, count(*) as refusals
     from decision d cross join lateral jsonb_array_elements(d.reasons) as reason
     where d.kind = 'refused' and d.at > to_timestamp($1 / 1000.0) and reason ->> 'effect' in ('block', 'review', 'ground')
     group by 1`,
  row: { rule: 'text', title: 'text', refusals: 'int8' },
})

/** Refusals since then, by the rule that forbade; several rules of one refusal count each. */
export async function readRefusals(db: Sql, since: number): Promise<Refusals[]> {
  return ask(db, REFUSALS, [since])
}
