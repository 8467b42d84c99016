import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sweep } from '../../src/flow/sweep.ts'
import { freePort } from '../../src/shell/local/port.ts'
import { createApiKey } from '../../src/shell/pg/api-key.ts'
import { connect, type Database } from '../../src/shell/pg/database.ts'
import { type Child, saysStarted, startChild } from '../../src/shell/run/children.ts'
import { sweepDeps } from '../../src/shell/run/wire.ts'
import { type RealEngine, realEngine } from '../support/real-engine.ts'
import { type SimulatedGateway, simulatedGateway } from '../support/simulated-gateway.ts'
import { anAccount } from '../support/story-facts.ts'
import { until } from '../support/until.ts'

let gateway: SimulatedGateway
let real: RealEngine
let owner: Database
let folder: string
let api: string
let child: Child | undefined

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'arrears-bad-rows-'))
  gateway = await simulatedGateway()
  const port = await freePort(0)
  api = `http://127.0.0.1:${port}`
  const log = { LOG_LEVEL: 'info', LOG_FILE: join(folder, 'worker.log') }
  real = await realEngine({ ...gateway.env, ...log, API_PORT: String(port) })
  owner = connect({ url: real.env['DATABASE_OWNER_URL'] ?? '', max: 1, applicationName: 'test' })
  await real.at('2026-02-01T09:00:00Z')
}, 120_000)
afterEach(async () => {
  await child?.stop()
  await owner.close()
  await real.close()
  await gateway.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

/** What a row of another system, an old version or a hand in psql may leave: one per table and type of column that the loop reads. */
const BEFORE_DETECT: Record<string, string> = {
  zone: `update account set zones = 'Nowhere/Land', look_on = '2026-03-01' where external_id = $1`,
  anchor: `update account set anchor = 'infinity', look_on = '2026-03-01' where external_id = $1`,
  bill: `update obligation o set due_on = '0044-03-15 BC' from account a where a.id = o.account_id and a.external_id = $1`,
  payment: `insert into payment (person_id, account_id, external_id, amount, happened_at, recorded_at)
    select person_id, id, 'P', 1, 'infinity', now() from account where external_id = $1`,
  snapshot: `update account set snapshot_at = '-infinity' where external_id = $1`,
}
const BEFORE_DECIDE: Record<string, string> = {
  person: `update person p set zones = '{Nowhere/Land}' from account a where a.person_id = p.id and a.external_id = $1`,
  hold: `insert into hold (person_id, kind, external_id, account_id, from_at, until_on)
    select person_id, 'hold', 'H', id, '2026-02-01', 'infinity' from account where external_id = $1`,
  promise: `insert into promise (person_id, account_id, external_id, amount, made_at, by_on)
    select person_id, id, 'R', 1, 'infinity', '2026-04-01' from account where external_id = $1`,
  evidence: `insert into evidence (person_id, key, account_id, value, at)
    select person_id, 'x', id, '1', '-infinity' from account where external_id = $1`,
  episode: `update collection_case k set snapshot = '{"episodes": null}' from account a where a.id = k.account_id and a.external_id = $1`,
  opened: `update collection_case k set opened_on = '10000-01-01' from account a where a.id = k.account_id and a.external_id = $1`,
}
const BEFORE_REDEEM: Record<string, string> = {
  number: `update contact_point c set value_sealed = '\\x00' from account a where a.person_id = c.person_id and a.external_id = $1`,
}
const GOOD = ['good-1', 'good-2', 'good-3', 'good-4', 'good-5']

interface Row {
  loop: string
  about: string
  kind: string
  id: string
  task: string | null
}

const PARKED = `
  select p.loop, p.kind, p.id, t.role as task,
    coalesce((select a.external_id from account a where a.person_id = p.person_id limit 1), '') as about
  from parked p left join human_task t on t.person_id = p.person_id and t.id = p.task_id and t.resolved_at is null
  where p.cleared_at is null order by 1, 5`

async function plant(rows: Record<string, string>): Promise<void> {
  for (const [account, statement] of Object.entries(rows)) await owner.query(statement, [account])
}

async function opened(): Promise<string[]> {
  const rows = await real.db.query<{ name: string }>(
    `select a.external_id as name from collection_case k join account a on a.id = k.account_id order by 1`,
  )
  return rows.map(({ name }) => name)
}

test('one bad row of each table and type of column hurts that row alone, in processes of their own', async () => {
  const everybody = [BEFORE_DETECT, BEFORE_DECIDE, BEFORE_REDEEM].flatMap((rows) => Object.keys(rows))
  const facts = [...everybody, ...GOOD].flatMap((name, index) =>
    anAccount(name, { debtor: `D-${name}`, phone: `+120255501${String(index).padStart(2, '0')}` }),
  )
  await real.take(...facts)
  await plant(BEFORE_DETECT)
  child = await startChild({
    name: 'all',
    module: 'src/cli/main',
    args: ['worker', 'api', 'detect', 'decide', 'relay', 'sms'],
    env: real.env,
    ready: saysStarted,
  })

  await real.at('2026-03-02T00:05:00Z')
  await real.engine.bell.ringDetect()
  const fine = [...Object.keys(BEFORE_DECIDE), ...Object.keys(BEFORE_REDEEM), ...GOOD].sort()
  await until(async () => (await opened()).length === fine.length && (await due()) === 0)
  await plant({ ...BEFORE_DECIDE, ...BEFORE_REDEEM })
  await real.at('2026-03-02T10:00:00Z')
  await real.engine.bell.ringDue()
  const sent = async () =>
    (await real.contacts()).filter(({ state }) => state === 'sent').map(({ account }) => account)
  const parked = () => real.db.query<Row>(PARKED)
  const bad = everybody.length
  await until(async () => (await sent()).length === GOOD.length && (await parked()).length === bad)

  expect(await opened()).toEqual(fine)
  expect((await sent()).sort()).toEqual(GOOD)
  const rows = await parked()
  const about = (loop: string) => rows.filter((row) => row.loop === loop).map((row) => row.about)
  expect(about('detect')).toEqual(Object.keys(BEFORE_DETECT).sort())
  expect(about('decide')).toEqual(Object.keys(BEFORE_DECIDE).sort())
  expect(about('redeem')).toEqual(Object.keys(BEFORE_REDEEM).sort())
  expect(new Set(rows.map(({ loop, task }) => `${loop} ${task}`))).toEqual(
    new Set(['detect data', 'decide data', 'redeem operations']),
  )
  for (const { loop, kind, id } of rows) {
    const line = lines('parked').filter((one) => one['loop'] === loop && one[kind] === Number(id))
    expect([loop, kind, id, line.length]).toEqual([loop, kind, id, 1])
  }
  expect(lines('job.failed')).toEqual([])
  await alarms(bad)

  // Nobody tries in a tight loop, and nothing is asked twice.
  for (let again = 0; again < 3; again++) {
    await sweep(sweepDeps(real.engine))
    await real.engine.bell.ringDetect()
    await real.engine.bell.ringDue()
  }
  // Detect put its rows aside ten hours ago, and tried them once more.
  expect(await real.db.query('select 1 from parked where attempts > 2')).toEqual([])
  expect(await real.db.query(`select 1 from human_task where kind = 'parked'`)).toHaveLength(bad)

  // Mended, a person comes back by himself.
  await owner.query(`delete from hold where external_id = 'H'`)
  await real.at('2026-03-02T10:06:00Z')
  await real.engine.bell.ringDue()
  await until(async () => (await sent()).includes('hold'))
  expect((await parked()).map((row) => row.about)).not.toContain('hold')
}, 300_000)

async function alarms(bad: number): Promise<void> {
  const health = await (await fetch(`${api}/health`)).json()
  expect(health).toMatchObject({ status: 'degraded', stuck: bad })
  const key = await createApiKey(real.db, { name: 'watcher', scopes: ['admin'] })
  const metrics = await fetch(`${api}/metrics`, { headers: { authorization: `Bearer ${key}` } })
  expect(await metrics.text()).toMatch(/arrears_parked\{loop="detect",kind="account"\} 5/)
  for (const name of [...Object.keys(BEFORE_DECIDE), ...GOOD]) {
    const answer = await fetch(`${api}/v1/cases/${name}/timeline`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect([name, answer.status]).toEqual([name, 200])
  }
}

async function due(): Promise<number> {
  const rows = await real.db.query('select 1 from collection_case where next_review_at <= business_now()')
  return rows.length
}

function lines(event: string): Record<string, unknown>[] {
  const file = join(folder, 'worker.log')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
