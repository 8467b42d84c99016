import type { Queue } from 'bullmq'
import type pg from 'pg'
import { setup, transition } from 'xstate'

/** How it is usually written first: a loop over every account, with an interactive transaction around a select that locks it (a payment must not come in between), a transition, and for those that moved three inserts; then a `queue.add`. No law is asked. */
export interface NaiveLoop {
  client: pg.Client
  queue: Queue
  today: string
}

interface Row {
  person_id: number
  id: number
  anchor: string | null
  score: number
  creditor: string
  state: string | null
}

const DAY_MS = 86_400_000

type Look = { type: 'look'; dpd: number; score: number }

const machine = setup({
  types: {} as { events: Look },
  guards: {
    dpdAtLeast: ({ event }, params: { days: number }) => event.dpd >= params.days,
    highRisk: ({ event }) => event.score >= 0.5,
  },
}).createMachine({
  id: 'case',
  initial: 'current',
  states: {
    current: {
      on: { look: { target: 'reminder', guard: { type: 'dpdAtLeast', params: { days: 1 } } } },
    },
    reminder: { on: { look: { target: 'calls', guard: { type: 'dpdAtLeast', params: { days: 8 } } } } },
    calls: { on: { look: { target: 'field', guard: 'highRisk' } } },
    field: {},
  },
})

export async function naiveLoop(loop: NaiveLoop, ids: readonly number[]): Promise<number> {
  for (const id of ids) {
    await loop.client.query('begin')
    const job = await look(loop, id)
    await loop.client.query('commit')
    if (job) await loop.queue.add('contact', job, { jobId: `c-${job.contact}-0` })
  }
  return ids.length
}

interface ContactJob {
  contact: string | undefined
  case: string | undefined
}

async function look(loop: NaiveLoop, id: number): Promise<ContactJob | null> {
  const { rows } = await loop.client.query<Row>(
    `select a.person_id, a.id, a.anchor, a.score, a.creditor, c.state
       from account a left join collection_case c on c.person_id = a.person_id and c.account_id = a.id and c.closed_on is null
      where a.person_id = $1 and a.id = $1 for no key update of a`,
    [id],
  )
  const row = rows[0]
  if (!row) return null
  const dpd = row.anchor ? Math.round((Date.parse(loop.today) - Date.parse(row.anchor)) / DAY_MS) : 0
  const before = machine.resolveState({ value: row.state ?? 'current' })
  const [after] = transition(machine, before, { type: 'look', dpd, score: row.score })
  return after.value === before.value ? null : openCase(loop, row, after.value, dpd)
}

async function openCase(
  { client, today }: NaiveLoop,
  row: Row,
  state: string,
  dpd: number,
): Promise<ContactJob> {
  const opened = await client.query<{ id: string }>(
    `insert into collection_case (person_id, account_id, number, state, stage, snapshot, strategy, strategy_hash,
       opened_on, opened_at, next_review_at)
     values ($1, $2, 1, 'working', $3, '{}', 'naive', '', $4, now(), now() + interval '1 day') returning id`,
    [row.person_id, row.id, state, today],
  )
  const caseId = opened.rows[0]?.id
  const contact = await client.query<{ id: string }>(
    `insert into contact (person_id, case_id, account_id, point_id, channel, creditor, collector, stage, step, episode,
       attempt, due_on, dpd, state, not_before, expires_at, created_at, changed_at)
     values ($1, $2, $3, $1, 'sms', $4, $4, $5, 'friendly', $6::date - 1, 1, $6, $7, 'queued', now(), now() + interval '6 hours', now(), now())
     returning id`,
    [row.person_id, caseId, row.id, row.creditor, state, today, dpd],
  )
  const contactId = contact.rows[0]?.id
  await client.query(
    `insert into decision (person_id, account_id, case_id, contact_id, at, kind, from_state, to_state, step, strategy_hash, config_id, tzdata, reasons)
     values ($1, $2, $3, $4, now(), 'planned', 'current', $5, 'friendly', '', 1, '', '[]')`,
    [row.person_id, row.id, caseId, contactId, state],
  )
  return { contact: contactId, case: caseId }
}
