import type pg from 'pg'
import { hash } from 'node:crypto'
import { type Day, daysBetween, type Instant } from '../src/core/base/time.ts'
import { CaseId, ContactId, PersonId } from '../src/core/base/id.ts'
import type { ContactJob, Enqueuer } from '../src/flow/ports/enqueuer.ts'
import { chainHash } from '../src/shell/pg/base/chain.ts'
import { CONFIG_HASH, DUE, WRITE } from './bound-sql.ts'

/** What a morning cannot do without: persons and accounts are locked, what is owed and who may not be written to is read, and the case, the contact, two lines of the log, four linked facts and the account are written once each, by one statement for a page. Nothing is decided: every account gets the same plan, and its rows have the size of ours. */
export interface BoundJob {
  pool: pg.Pool
  enqueuer: Pick<Enqueuer, 'enqueueContacts'>
  zones: string
  today: Day
  now: Instant
  page: number
}

interface Due {
  person: number
  account: number
  anchor: Day
  creditor: string
  past_due: number
  head: Buffer | null
  point: number
  number: number
  case: number
  contact: number
}

/** The answer is how many were due. */
export async function boundJob(job: BoundJob, lanes: number): Promise<number> {
  const ran = await Promise.all(Array.from({ length: lanes }, () => lane(job)))
  return ran.reduce((sum, done) => sum + done, 0)
}

async function lane(job: BoundJob): Promise<number> {
  let done = 0
  for (let more = true; more; ) {
    const jobs = await page(job)
    if (jobs.length > 0) await job.enqueuer.enqueueContacts(jobs)
    done += jobs.length
    more = jobs.length > 0
  }
  return done
}

async function page({ pool, zones, today, now, page: limit }: BoundJob): Promise<ContactJob[]> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<Due>({ name: 'bound-due', text: DUE, values: [zones, today, limit] })
    if (rows.length > 0)
      await client.query({ name: 'bound-write', text: WRITE, values: valuesOf(rows, today, now) })
    await client.query('commit')
    return rows.map(({ contact, person, case: id }) => ({
      contact: ContactId.parse(contact),
      person: PersonId.parse(person),
      case: CaseId.parse(id),
      channel: 'sms',
      ring: 0,
    }))
  } finally {
    client.release()
  }
}

interface Facts {
  kind: string[]
  key: string[]
  body: string[]
  digest: string[]
  hash: string[]
}

function valuesOf(due: readonly Due[], today: Day, now: Instant): unknown[] {
  const facts: Facts = { kind: [], key: [], body: [], digest: [], hash: [] }
  const heads = due.map((row) => bytesOf(link(facts, row, today, now)))
  const column = (key: keyof Due): string => `{${due.map((row) => row[key]).join(',')}}`
  const four = (key: keyof Due): string =>
    `{${due.flatMap((row) => [row[key], row[key], row[key], row[key]]).join(',')}}`
  const list = (texts: readonly string[]): string => `{${texts.join(',')}}`
  const dpds = due.map(({ anchor }) => daysBetween(anchor, today))
  return [
    column('person'),
    column('account'),
    column('case'),
    column('contact'),
    column('point'),
    column('number'),
    column('past_due'),
    column('anchor'),
    column('creditor'),
    list(dpds.map(String)),
    list(heads),
    list(facts.kind),
    list(facts.key),
    list(facts.body.map((body) => JSON.stringify(body))),
    list(facts.digest),
    list(facts.hash),
    today,
    new Date(now).toISOString(),
    CONFIG_HASH,
    four('person'),
    four('account'),
  ]
}

/** The four facts of a case that opens, each linked to the one before; the answer is the new head. */
function link(facts: Facts, row: Due, today: Day, now: Instant): Buffer {
  const { person, account, case: id, anchor, past_due: owed, head } = row
  const bodies = [
    ['account.rolled', `{"from":0,"pastDue":${owed},"to":1}`],
    [
      'case.opened',
      `{"anchor":"${anchor}","case":${id},"number":1,"pastDue":${owed},"strategy":"cn-consumer"}`,
    ],
    ['case.moved', `{"case":${id},"dpd":1,"from":"opened","number":1,"to":"working/reminder"}`],
    [
      'case.stage_entered',
      `{"case":${id},"dpd":1,"episode":"${anchor}","number":1,"on":"${today}","stage":"reminder"}`,
    ],
  ] as const
  let before = head
  for (const [kind, body] of bodies) {
    const digest = hash('sha256', body, 'hex')
    const key = `${kind}/a${account}/${before === null ? 'start' : before.toString('hex', 0, 12)}`
    const said = `[${person},${account},"${kind}",${now},${now},"engine","${key}",${body},"${digest}"]`
    const next = hash('sha256', before === null ? said : Buffer.concat([before, Buffer.from(said)]), 'buffer')
    facts.kind.push(kind)
    facts.key.push(key)
    facts.body.push(body)
    facts.digest.push(`"\\\\x${digest}"`)
    facts.hash.push(bytesOf(next))
    if (!checked) check(before, next, { person, account, kind, key, body, digest, now })
    before = next
  }
  if (before === null) throw new Error('no fact was linked')
  checked = true
  return before
}

function bytesOf(bytes: Buffer): string {
  return `"\\\\x${bytes.toString('hex')}"`
}

let checked = false

/** The links are those of the engine. */
function check(
  before: Buffer | null,
  made: Buffer,
  {
    now,
    body,
    digest,
    ...fact
  }: {
    person: number
    account: number
    kind: string
    key: string
    body: string
    digest: string
    now: number
  },
): void {
  const engine = chainHash(before, {
    ...fact,
    happenedAt: now,
    recordedAt: now,
    source: 'engine',
    body: JSON.parse(body) as Record<string, unknown>,
    digest: Buffer.from(digest, 'hex'),
  })
  if (!engine.equals(made)) throw new Error('the bound links facts otherwise than the engine')
}
