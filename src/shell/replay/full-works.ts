import { setTimeout as sleep } from 'node:timers/promises'
import { MESSAGE_CHANNELS } from '../../channels/index.ts'
import { isoOf } from '../../core/base/time.ts'
import type { Instant } from '../../core/base/time.ts'
import { recordFacts } from '../../flow/record.ts'
import type { RecordDeps } from '../../flow/record.ts'
import type { TaskDeps } from '../../flow/task.ts'
import type { OutcomeDeps } from '../../flow/task-outcome.ts'
import { pendingJobs } from '../queue/queues.ts'
import type { Engine } from '../run/engine.ts'
import { doTasks } from './do-tasks.ts'
import { fullResult } from './full-result.ts'
import type { MadeContact, Speaks, Works } from './works.ts'

export interface FullWorks {
  engine: Engine
  recording: RecordDeps
  tasks: TaskDeps & OutcomeDeps
  close(): Promise<void>
}

/** The real workers on the real servers: each step rings a bell and waits until every queue is empty again. */
export function fullWorks({ engine, recording, tasks, close }: FullWorks): Works {
  const { db, bell } = engine
  const told = new Set<number>()
  let zones: Set<string> | null = null
  return {
    setNow: (now) => setClock(engine, now),
    record: async (facts) => {
      zones = null
      const found = await recordFacts(
        recording,
        facts.map(({ fact, line }) => ({ fact, line, source: 'replay' })),
      )
      return { problems: found.rejected, look: found.look }
    },
    detect: async () => {
      await bell.ringDetect()
      await quiet(engine)
    },
    decide: async () => {
      await quiet(engine)
      const [due] = await db.query<Due>(DUE, undefined, 'replay-due')
      if (!due?.cases) return
      await bell.ringDue()
      await quiet(engine)
    },
    act: async (speaks) => {
      const [due] = await db.query<Due>(DUE, undefined, 'replay-due')
      if (due?.contacts) {
        await bell.ringTick('sweep')
        await quiet(engine)
      }
      const messages = await tellMessages(engine, told, speaks)
      const done = due?.tasks ? await doTasks(tasks, speaks) : false
      return done || messages || due?.contacts === true
    },
    nextDue: async (after) => {
      const [row] = await db.query<{ at: Instant | null }>(NEXT, [isoOf(after)], 'replay-next')
      return row?.at ?? null
    },
    isDue: async () => (await db.query<Due>(DUE, undefined, 'replay-due'))[0]?.cases === true,
    zoneSets: async () => {
      zones ??= new Set((await db.query<{ zones: string }>(ZONES)).map((row) => row.zones))
      return zones
    },
    result: () => fullResult(db),
    close,
  }
}

export async function setClock({ db }: Pick<Engine, 'db'>, now: Instant): Promise<void> {
  await db.query(
    'insert into virtual_clock (one, at) values (true, $1) on conflict (one) do update set at = excluded.at',
    [isoOf(now)],
    'replay-clock',
  )
}

/** Until no queue has anything that waits or runs: a job rings what follows from it before it ends. */
async function quiet(engine: Engine): Promise<void> {
  for (let waited = 0; (await pendingJobs(engine.queues)) > 0; waited++) await sleep(waited < 20 ? 2 : 10)
}

interface Due {
  cases: boolean
  /** Waiting past their not-before or their window. */
  contacts: boolean
  tasks: boolean
}

const DUE = `
  select exists (select from collection_case where next_review_at <= business_now()) as cases,
    exists (select from contact where state = 'planned' and not_before <= business_now())
      or exists (select from contact where state in ('planned', 'queued') and expires_at <= business_now())
      as contacts,
    exists (select from call_task where state = 'open') or exists (select from visit_ticket where state = 'open')
      as tasks`

const NEXT = `
  select least(
    (select min(next_review_at) from collection_case where next_review_at > $1),
    (select min(not_before) from contact where state = 'planned' and not_before > $1),
    (select min(expires_at) from contact where state in ('planned', 'queued') and expires_at > $1)) as at`

const ZONES = 'select distinct zones from account'

const SENT_NOW = `
  select c.id, a.external_id as account, c.step, c.attempt
  from contact c
  join account a on a.person_id = c.person_id and a.id = c.account_id
  where c.at = business_now() and c.step is not null and c.channel = any($1)`

/** Says of each message just sent that it was made; whether there was any. */
async function tellMessages({ db }: Engine, told: Set<number>, speaks: Speaks): Promise<boolean> {
  const rows = await db.query<MadeContact & { id: number }>(SENT_NOW, [MESSAGE_CHANNELS], 'replay-sent')
  const fresh = rows.filter((row) => !told.has(row.id))
  for (const row of fresh) {
    told.add(row.id)
    speaks(row)
  }
  return fresh.length > 0
}
