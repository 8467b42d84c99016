import type { Queue } from 'bullmq'
import type pg from 'pg'

/** How it is usually written for speed: jobs that take a page of due accounts each, in one transaction: read and locked, the stage worked out, case and contact written by a statement for all, and `addBulk` afterwards. No law is asked, no reason is kept, no fact is linked. A job queue of its own would add a row per page to that, and is left out. */
export interface BatchJob {
  pool: pg.Pool
  queue: Queue
  zones: string
  today: string
  page: number
}

interface Due {
  person: number
  account: number
  anchor: string
  creditor: string
}

interface Written {
  contact: number
  case: number
  person: number
}

const DUE = `
  select person_id as person, id as account, anchor, creditor from account
  where zones = $1 and look_on <= $2 order by look_on, anchor limit $3 for no key update skip locked`

const WRITE = `
  with due as (
    select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::int[]) as u (person, account, creditor, stage, dpd)
  ), looked as (
    update account a set look_on = $6::date + 1 from due where a.person_id = due.person and a.id = due.account
  ), opened as (
    insert into collection_case (person_id, account_id, number, state, stage, snapshot, strategy, strategy_hash,
      opened_on, opened_at, next_review_at)
    select person, account, 1, 'working', stage, '{}', 'batch', '', $6, now(), now() + interval '1 day' from due
    returning id, person_id, account_id
  )
  insert into contact (person_id, case_id, account_id, point_id, channel, creditor, collector, stage, step, episode,
    attempt, due_on, dpd, state, not_before, expires_at, created_at, changed_at)
  select due.person, o.id, due.account, due.person, 'sms', due.creditor, due.creditor, due.stage, 'friendly', $6::date - 1,
    1, $6, due.dpd, 'queued', now(), now() + interval '6 hours', now(), now()
  from due join opened o on o.person_id = due.person and o.account_id = due.account
  returning id as contact, case_id as "case", person_id as person`

const DAY_MS = 86_400_000

/** The answer is how many were due. */
export async function batchJob(job: BatchJob, lanes: number): Promise<number> {
  const ran = await Promise.all(Array.from({ length: lanes }, () => lane(job)))
  return ran.reduce((sum, done) => sum + done, 0)
}

async function lane(job: BatchJob): Promise<number> {
  let done = 0
  for (let more = true; more; ) {
    const written = await page(job)
    if (written.length > 0) {
      const jobs = written.map((data) => ({ name: 'contact', data, opts: { jobId: `c-${data.contact}-0` } }))
      await job.queue.addBulk(jobs)
    }
    done += written.length
    more = written.length > 0
  }
  return done
}

async function page({ pool, zones, today, page: limit }: BatchJob): Promise<Written[]> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const due = await client.query<Due>({ name: 'batch-due', text: DUE, values: [zones, today, limit] })
    const written = due.rows.length > 0 ? await write(client, due.rows, today) : []
    await client.query('commit')
    return written
  } finally {
    client.release()
  }
}

async function write(client: pg.PoolClient, due: readonly Due[], today: string): Promise<Written[]> {
  const dpds = due.map(({ anchor }) => Math.round((Date.parse(today) - Date.parse(anchor)) / DAY_MS))
  const values = [
    due.map(({ person }) => person),
    due.map(({ account }) => account),
    due.map(({ creditor }) => creditor),
    dpds.map((dpd) => (dpd < 8 ? 'reminder' : 'calls')),
    dpds,
    today,
  ]
  return (await client.query<Written>({ name: 'batch-write', text: WRITE, values })).rows
}
