import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../src/shell/local/port.ts'
import { SCOPES } from '../../src/shell/access/rights.ts'
import { createApiKey } from '../../src/shell/pg/door/api-key.ts'
import { connect, type Database } from '../../src/shell/pg/base/database.ts'
import { checkInvariants } from '../../src/shell/pg/watch/invariants.ts'
import type { FoundPerson } from '../../src/shell/pg/read/person.ts'
import { exportPerson } from '../../src/shell/person/export.ts'
import type { QueueName } from '../../src/shell/queue/queues.ts'
import type { Child } from '../../src/shell/run/children.ts'
import { type Compiled, compiled } from '../support/compiled.ts'
import { type RealEngine, realEngine } from '../support/real-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'
import { until } from '../support/until.ts'
import { type OddGateway, oddGateway } from './odd-gateway.ts'
import { accountsOf, logLines, others, parkedRows, phoneOf, scoreOf } from './bad-rows.ts'
import { ACCOUNTS, GOOD, plantedOf, type PlantedLoop } from './planted.ts'

let gateway: OddGateway
let built: Compiled
let real: RealEngine
let owner: Database
let folder: string
let api: string
let key: string
const running: Child[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'arrears-bad-rows-'))
  ;[gateway, built] = await Promise.all([oddGateway(), compiled()])
  const port = await freePort(0)
  api = `http://127.0.0.1:${port}`
  const log = { LOG_LEVEL: 'info', LOG_FILE: join(folder, 'worker.log') }
  real = await realEngine({ ...gateway.env, ...log, API_PORT: String(port), API_HOST: '127.0.0.1' })
  owner = connect({ url: real.env['DATABASE_OWNER_URL'] ?? '', max: 1, applicationName: 'test' })
  key = (await createApiKey(real.owner, { name: 'test', scopes: SCOPES })) ?? ''
  await real.at('2026-02-01T09:00:00Z')
  await real.take(
    ...[...ACCOUNTS, ...GOOD].flatMap((name) =>
      anAccount(name, { debtor: `D-${name}`, phone: phoneOf(name), score: scoreOf(name) }),
    ),
  )
}, 300_000)
afterAll(async () => {
  await Promise.all(running.map((child) => child.stop()))
  await owner.close()
  await real.close()
  gateway.stop()
  rmSync(folder, { recursive: true, force: true })
}, 300_000)

async function start(...workers: string[]): Promise<void> {
  running.push(await built.workers(workers, real.env))
}

async function plant(...loops: PlantedLoop[]): Promise<void> {
  for (const [account, statement] of loops.flatMap(plantedOf))
    if (statement) await owner.query(statement, [account])
}

/** Nothing of theirs waits or runs. */
async function rest(...queues: QueueName[]): Promise<void> {
  await until(async () => {
    const counts = await Promise.all(
      queues.map((name) => real.engine.queues.byName[name].getJobCounts('wait', 'active', 'delayed')),
    )
    return counts.every((count) => Object.values(count).every((jobs) => jobs === 0))
  })
}

async function day(instant: string, ...queues: QueueName[]): Promise<void> {
  await real.at(instant)
  await real.engine.enqueuer.enqueueDetect()
  await rest('detect')
  await real.engine.enqueuer.enqueueDue()
  await rest('decide', ...queues)
}

const PATIENCE_MS = 20_000

/** Each spoilt row is put aside, asked about once and named in the log; nobody else is. */
async function onlyTheirs(loop: string, accounts: readonly string[]): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  await until(async () => {
    const rows = await parkedRows(real.db)
    const seen = accounts.every((account) => rows.some((one) => one.loop === loop && one.about === account))
    return seen || Date.now() > deadline
  })
  const rows = (await parkedRows(real.db)).filter((one) => one.loop === loop)
  expect(rows.map(({ about }) => about)).toEqual(expect.arrayContaining([...accounts]))
  for (const { about, task, kind, id } of rows) {
    expect([loop, about, GOOD.includes(about ?? '')]).toEqual([loop, about, false])
    expect([loop, about, task]).toEqual([loop, about, expect.stringMatching(/^(data|operations)$/)])
    if (kind === 'fact') continue
    const isNamed = (): boolean =>
      logLines(folder, 'parked').some((one) => one['loop'] === loop && String(one[kind]) === id)
    // The row stands before the log has its line.
    await until(async () => isNamed() || Date.now() > deadline)
    expect([loop, about, isNamed()]).toEqual([loop, about, true])
  }
}

/** The members whose contact of that step is in that state. */
async function inState(step: string, ...states: string[]): Promise<string[]> {
  const contacts = await real.contacts()
  return contacts.filter((one) => one.step === step && states.includes(one.state)).map((one) => one.account)
}

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${api}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'webhook-id': `w-${path.length}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.text() }
}

test('detect, figures and decide put bad rows aside', async () => {
  await plant('detect', 'figures')
  await start('detect', 'decide')
  await day('2026-03-02T00:05:00Z')
  await onlyTheirs('detect', accountsOf('detect'))
  await onlyTheirs('figures', accountsOf('figures'))
  await plant('decide')
  await day('2026-03-02T10:00:00Z')
  await onlyTheirs('decide', accountsOf('decide'))
  expect((await inState('friendly', 'queued')).sort()).toEqual(others('detect', 'decide'))
}, 300_000)

test('relay, redeem, send and settle put bad rows aside', async () => {
  // What is due went to the queue with its plan: the relay gets it as it gets what comes later.
  await owner.query(`update contact set state = 'planned' where state = 'queued'`)
  await real.engine.queues.byName.sms.obliterate({ force: true })
  await plant('relay')
  await start('relay')
  await real.engine.enqueuer.enqueueRelay()
  await rest('relay')
  await onlyTheirs('relay', accountsOf('relay'))
  expect((await inState('friendly', 'queued')).sort()).toEqual(others('detect', 'decide', 'relay'))
  await plant('redeem')
  for (const account of accountsOf('settle')) gateway.odd.add(phoneOf(account))
  await start('sms', 'call', 'visit')
  await rest('sms')
  await onlyTheirs('redeem', accountsOf('redeem'))
  await onlyTheirs('settle', accountsOf('settle'))
  const sent = others('detect', 'decide', 'relay', 'redeem', 'settle')
  expect((await inState('friendly', 'sent')).sort()).toEqual(sent)
  // What could not be settled was sent: it waits for the provider's word and is not sent again.
  expect(gateway.accepted).toHaveLength(sent.length + accountsOf('settle').length)
}, 300_000)

test('offer and claim put bad rows aside', async () => {
  for (const each of ['03T10', '04T10', '05T10', '06T08']) await day(`2026-03-${each}:00:00Z`, 'relay', 'sms')
  await running.pop()?.stop()
  await day('2026-03-06T11:00:00Z', 'relay')
  await plant('offer')
  await start('sms', 'call', 'visit')
  await rest('call')
  await onlyTheirs('offer', accountsOf('offer'))
  await plant('claim')
  await start('api', 'ticks', 'purge')
  const claimed = await ask('POST', '/v1/tasks/claim', { kind: 'call', agent: 'amy' })
  expect([claimed.status, claimed.body]).toEqual([200, expect.stringContaining('dialBefore')])
  await onlyTheirs('claim', accountsOf('claim'))
}, 300_000)

test('a sweep puts bad rows aside', async () => {
  await plant('sweep')
  await owner.query(
    `update contact set state = 'unknown', changed_at = business_now() - interval '1 day'
     where step = 'friendly' and account_id = (select id from account where external_id = 'good-1')`,
  )
  await real.engine.enqueuer.enqueueTick('sweep')
  await rest('ticks')
  await onlyTheirs('sweep', accountsOf('sweep'))
  expect(logLines(folder, 'sweep.failed')).toEqual([])
}, 300_000)

test('record and the importer put bad rows aside', async () => {
  await plant('record', 'importer')
  const posted = [...accountsOf('record'), ...GOOD].map((account) => pays(account, '2026-03-06T10:00:00Z'))
  const answer = await ask('POST', '/v1/facts', posted)
  expect([answer.status, JSON.parse(answer.body)]).toEqual([
    207,
    expect.objectContaining({ taken: GOOD.length }),
  ])
  await onlyTheirs('record', accountsOf('record'))

  const file = join(folder, 'payments.csv')
  const paid = [...accountsOf('importer'), ...GOOD].map((account) => `${account},P2,1.00,2026-03-06`)
  writeFileSync(file, `account,payment,amount,paid_at\n${paid.join('\n')}\n`)
  const imported = await built.cli(['import', 'payments', file, '--json'], real.env)
  expect(JSON.parse(imported.out)).toMatchObject({ taken: GOOD.length })
  expect(readFileSync(`${file}.rejects.ndjson`, 'utf8').trim().split('\n')).toHaveLength(
    accountsOf('importer').length,
  )
  await onlyTheirs('record', accountsOf('importer'))
}, 300_000)

test('a purge puts bad rows aside', async () => {
  await plant('purge')
  await real.engine.enqueuer.enqueuePurge()
  await rest('purge')
  await onlyTheirs('purge', accountsOf('purge'))
}, 300_000)

test('story, export, audit and invariants: what cannot be read is named, the rest is told, and alarms ring', async () => {
  const persons = await real.db.query<FoundPerson>(
    'select id, external_id as "externalId" from person where id > 0 order by id',
  )
  const told: Record<string, number> = {}
  for (const found of persons) {
    const account = found.externalId.slice('D-'.length)
    const story = await ask('GET', `/v1/cases/${account}/timeline`)
    expect([account, story.status]).toEqual([account, account.startsWith('detect') ? 404 : 200])
    const out = new Writable({ write: (_chunk, _encoding, done) => done() })
    const { rows } = await exportPerson(real.engine, {
      found,
      by: 'test',
      format: 'json',
      out,
      onRows: () => {},
    })
    told[account] = rows
  }
  expect(Math.min(...Object.values(told))).toBeGreaterThan(3)

  const audit = await built.cli(['audit', 'verify', '--json'], real.env)
  expect([audit.code, JSON.parse(audit.out)]).toEqual([1, expect.objectContaining({ count: 1 })])
  expect(audit.out).toContain('"name": "purge-fact"')

  const zoned = persons.find(({ externalId }) => externalId === 'D-purge-zone')
  const hours = (await checkInvariants(real.db)).find(({ id }) => id === 'I7')?.violations ?? []
  expect(hours).toContainEqual(expect.stringContaining(`person ${zoned?.id}: `))

  const health = JSON.parse((await ask('GET', '/health')).body) as Record<string, unknown>
  expect(health).toMatchObject({ status: 'degraded' })
  const metrics = (await ask('GET', '/metrics')).body
  expect(metrics).toMatch(/arrears_parked\{loop="detect",kind="account"\} 5/)
  expect(logLines(folder, 'job.failed')).toEqual([])
}, 300_000)
