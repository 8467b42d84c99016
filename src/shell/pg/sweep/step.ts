import { MESSAGE_CHANNELS, TASK_CHANNELS } from '../../../core/channel/channel.ts'
import type { CaseId, ContactId, PersonId } from '../../../core/base/id.ts'
import { sendReason } from '../../../core/deliver/send-reason.ts'
import { ABANDONED_AFTER, type TaskKind } from '../../../core/model/task-row.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { SweepPage, SweepStep } from '../../../flow/ports/sweep.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'
import { reviewCases } from '../deliver/review.ts'
import { aside } from './park.ts'
import { askHumans } from './unknown.ts'
import { saveReleased } from '../task/release.ts'
import { tableOf } from '../task/table.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

interface Step {
  /** The query for `person_id` and `id` of what is to be done: a page, or these. `own` narrows the contacts by their id. */
  rows(own: (id: string) => string): string
  /** The parameters from $3 on; $1 is business now and $2 the limit. */
  params: unknown[]
  /** How `rows` are taken hold of, skipping what others hold. */
  lock: string
  work(tx: SqlTransaction, found: string, params: unknown[]): Promise<number>
}

/** The answer is how many rows the statement that found most has found, so that a full page of either asks for another. */
export async function sweepStep(tx: SqlTransaction, name: SweepStep, page: SweepPage): Promise<number> {
  let most = 0
  for (const step of stepsOf(tx, name, page)) {
    const { text, params } = found(tx, step, page)
    most = Math.max(most, await step.work(tx, `${text} ${step.lock}`, params))
  }
  return most
}

export async function stepIds(tx: SqlTransaction, name: SweepStep, page: SweepPage): Promise<ContactRef[]> {
  const refs: ContactRef[] = []
  for (const step of stepsOf(tx, name, page)) {
    const { text, params } = found(tx, step, page)
    refs.push(
      ...(await tx.query<ContactRef>(`select person_id as person, id as contact from (${text}) r`, params)),
    )
  }
  return refs
}

function found(tx: SqlTransaction, step: Step, page: SweepPage): { text: string; params: unknown[] } {
  const { limit, only } = page
  const params = [tx.now, limit, ...step.params]
  if (!only) {
    const mine = aside('sweep', 'contact', '$1')
    return { text: step.rows((id) => `${id} <> all (${mine})`), params }
  }
  params.push(only.map(({ contact }) => contact))
  return {
    text: step.rows((id) => `${instantOf('$1')} is not null and ${id} = any ($${params.length}::bigint[])`),
    params,
  }
}

function stepsOf(tx: SqlTransaction, name: SweepStep, { machineNow }: SweepPage): Step[] {
  switch (name) {
    case 'lapse':
      return [lapse(machineNow)]
    case 'expire':
      return [EXPIRE]
    case 'free':
      return TASK_CHANNELS.map((kind) => free(kind, machineNow))
    case 'close':
      return TASK_CHANNELS.map(close)
    case 'abandon':
      return TASK_CHANNELS.map((kind) => abandon(kind, tx.now - ABANDONED_AFTER))
  }
}

/** The token stays: whoever still holds it may yet say what became of the send. */
function lapse(machineNow: number): Step {
  return {
    rows: (own) => `
      select person_id, id from contact
      where state in ${oneOf(STATES.sending)} and channel = any ($3) and lease_until < ${instantOf('$4')} and ${own('id')}
      limit $2`,
    params: [MESSAGE_CHANNELS, machineNow],
    lock: 'for update skip locked',
    work: async (tx, rows, params) =>
      countOf(
        tx,
        `with lapsed as materialized (${rows})
         update contact c set state = 'unknown', provider_code = 'lease_lapsed', lease_until = null, changed_at = ${instantOf('$1')}
         from lapsed where c.person_id = lapsed.person_id and c.id = lapsed.id
         returning c.id`,
        params,
      ),
  }
}

/** Persons first, skipping those that another transaction works on: their rows are found by the next sweep. */
const EXPIRE: Step = {
  rows: (own) => `
    select person_id, id from contact
    where state in ${oneOf(STATES.waiting)} and expires_at <= ${instantOf('$1')} and ${own('id')}
    order by expires_at limit $2`,
  params: [],
  lock: '',
  async work(tx, rows, params) {
    const reasons = `$${params.length + 1}::jsonb`
    const expired = await tx.query<{ person: PersonId; contact: number; case: CaseId }>(
      `with due as materialized (${rows}),
       p as materialized (
         select id from person where id in (select person_id from due) order by id for no key update skip locked)
       update contact c set state = 'expired', reasons = ${reasons}, changed_at = ${instantOf('$1')}
       from due join p on p.id = due.person_id
       where c.person_id = due.person_id and c.id = due.id and c.state in ${oneOf(STATES.waiting)}
       returning c.person_id as person, c.id as contact, c.case_id as "case"`,
      [...params, JSON.stringify([sendReason('too_late')])],
    )
    if (expired.length === 0) return 0
    await reviewCases(
      tx,
      expired.map((row) => ({ ...row, at: tx.now })),
    )
    for (const kind of TASK_CHANNELS) {
      await tx.query(
        `update ${tableOf({ kind })} t set state = 'withdrawn', withdrawn_why = 'expired'
         from unnest($1::bigint[], $2::bigint[]) as u (person, contact)
         where t.person_id = u.person and t.contact_id = u.contact and t.state = 'open'`,
        [expired.map((row) => row.person), expired.map((row) => row.contact)],
      )
    }
    return expired.length
  },
}

function free(kind: TaskKind, machineNow: number): Step {
  return {
    rows: (own) => `
      select person_id, contact_id as id from ${tableOf({ kind })}
      where state = 'claimed' and act_before < ${instantOf('$3')} and ${instantOf('$1')} is not null and ${own('contact_id')}
      order by act_before limit $2`,
    params: [machineNow],
    lock: '',
    async work(tx, rows, params) {
      const late = await tx.query<{ person: PersonId; contact: ContactId }>(
        `with late as materialized (${rows}),
         p as materialized (
           select id from person where id in (select person_id from late) order by id for no key update skip locked)
         select late.person_id as person, late.id as contact from late join p on p.id = late.person_id`,
        params,
      )
      if (late.length > 0)
        await saveReleased(
          tx,
          late.map((row) => ({ kind, ...row })),
        )
      return late.length
    },
  }
}

/** A task whose contact ended is withdrawn; one whose outcome is known is done. */
function close(kind: TaskKind): Step {
  return {
    rows: (own) => `
      select t.person_id, t.contact_id as id, c.state
      from ${tableOf({ kind })} t join contact c on c.person_id = t.person_id and c.id = t.contact_id
      where t.state in ('open', 'claimed', 'started') and c.state not in ${oneOf(STATES.onTheWay)}
        and not (c.state in ${oneOf(STATES.lost)} and t.state = 'started') and ${own('t.contact_id')}
      limit $2`,
    params: [],
    lock: 'for update of t skip locked',
    work: async (tx, rows, params) =>
      countOf(
        tx,
        `with over as materialized (${rows})
         update ${tableOf({ kind })} t set
           state = case when over.state in ${oneOf(STATES.made)} then 'done' else 'withdrawn' end,
           done_at = case when over.state in ${oneOf(STATES.made)} then ${instantOf('$1')} end,
           withdrawn_why = case when over.state in ${oneOf(STATES.made)} then null
             when over.state in ${oneOf(STATES.takenBack)} then 'superseded' else over.state end
         from over where t.person_id = over.person_id and t.contact_id = over.id
         returning t.contact_id`,
        params,
      ),
  }
}

function abandon(kind: TaskKind, startedBefore: number): Step {
  return {
    rows: (own) => `
      select t.person_id, t.contact_id as id from ${tableOf({ kind })} t
      join contact c on c.person_id = t.person_id and c.id = t.contact_id and c.state in ${oneOf(STATES.sending)}
      where t.state = 'started' and t.started_at < ${instantOf('$3')} and ${own('t.contact_id')} limit $2`,
    params: [startedBefore],
    lock: '',
    async work(tx, rows, params) {
      const left = await tx.query<{ person: PersonId; contact: number; case: CaseId; account: number }>(
        `with left_alone as materialized (${rows})
         update contact c set state = 'unknown', changed_at = ${instantOf('$1')}
         from left_alone l where c.person_id = l.person_id and c.id = l.id and c.state in ${oneOf(STATES.sending)}
         returning c.person_id as person, c.id as contact, c.case_id as "case", c.account_id as account`,
        params,
      )
      await askHumans(tx, left)
      return left.length
    },
  }
}

async function countOf(tx: SqlTransaction, text: string, params: unknown[]): Promise<number> {
  return (await tx.query(text, params)).length
}
