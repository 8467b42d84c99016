import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweep } from '../../src/flow/sweep.ts'
import { connect } from '../../src/shell/pg/base/database.ts'
import { sweepDeps } from '../../src/shell/run/wire.ts'
import { until } from '../support/until.ts'
import { type Canary, disguisesOf, leaks, valuesOf } from './canary.ts'
import {
  accepted,
  called,
  crashed,
  cut,
  everybody,
  openAccounts,
  passerby,
  refused,
  sendBadFacts,
  sendDisguised,
  stranger,
  texted,
} from './canary-people.ts'
import { type NosyGateway, nosyGateway } from './nosy-gateway.ts'
import { type Watched, watched } from './watched.ts'

let gateway: NosyGateway
let engine: Watched

beforeAll(async () => {
  gateway = await nosyGateway()
  gateway.moods.set(refused.phone, 'refuse').set(crashed.phone, 'crash').set(cut.phone, 'cut')
  engine = await watched(gateway.env)
})
afterAll(async () => {
  await engine.close()
  gateway.stop()
})

test('nobody can be recognised in anything that the engine says or keeps outside its vault', {
  timeout: 600_000,
}, async () => {
  await openAccounts(engine)
  await sendBadFacts(engine)
  await sendDisguised(engine)
  await textEverybody()
  await callSomebody()
  await hearFromProvider()
  await lockOut()
  await lookAround()
  await logInWrongly()
  await followEveryLink()
  const places = await engine.places()
  expect(places.length).toBeGreaterThan(100)
  const seen = (text: string, one: Canary): boolean => leaks([['a place', text]], [one]).length > 0
  expect(seen(`x${called.phone.slice(-10)}`, called)).toBe(true)
  expect(seen(btoa(`ab${accepted.name}c`), accepted)).toBe(true)
  expect(seen('somebody at +1 202 555 0199, said 20255501', accepted)).toBe(false)
  for (const value of valuesOf(accepted))
    for (const one of disguisesOf(value)) expect([one, seen(`{"x":"${one}"}`, accepted)]).toEqual([one, true])
  const [, commands = ''] = places.find(([where]) => where.startsWith('commands')) ?? []
  expect(commands.length).toBeGreaterThan(10_000)
  expect(leaks(places, everybody)).toEqual([])
})

async function textEverybody(): Promise<void> {
  await engine.at('2026-03-02T00:05:00Z')
  // Who is first met at the stage of the calls had the opening notice on its own day.
  const letter = {
    at: '2026-02-26T10:00:00Z',
    account: called.account,
    channel: 'letter',
    disposition: 'sent',
  }
  expect((await engine.post('/v1/facts', { type: 'contact.recorded', ...letter })).status).toBe(200)
  await engine.engine.enqueuer.enqueueDetect()
  await until(async () => (await decided('2026-03-02')) === texted.length + 1)
  await engine.at('2026-03-02T10:00:00Z')
  await engine.engine.enqueuer.enqueueDue()
  await until(async () => (await countOf(`state in ('sent', 'failed', 'unknown')`)) === texted.length - 1)
  const { db } = engine.database
  const aside = () => db.query(`select code from parked where loop = 'redeem' and cleared_at is null`)
  await until(async () => (await aside()).length === 1)
  expect(await aside()).toEqual([{ code: 'sealed_broken' }])
  expect(await countOf(`state = 'queued'`)).toBe(1)
  const queue = engine.engine.queues.byName.sms
  expect(await queue.getFailedCount()).toBe(0)
  const [job] = await queue.getCompleted()
  expect((await engine.board(`/queues/api/queues/sms/${job?.id ?? ''}`)).status).toBe(200)
}

async function callSomebody(): Promise<void> {
  const { db } = engine.database
  await engine.at('2026-03-02T11:00:00Z')
  await engine.engine.enqueuer.enqueueDue()
  const open = `select contact_id as contact from call_task where state = 'open'`
  await until(async () => (await db.query(open)).length === 1)
  await engine.get('/v1/tasks?kind=call')
  const claimed = await engine.post('/v1/tasks/claim', { kind: 'call', agent: 'amy' })
  expect([claimed.status, claimed.text]).toEqual([200, expect.stringContaining(called.phone)])
  const { contact } = JSON.parse(claimed.text) as { contact: number }
  const task = `/v1/tasks/${contact}`
  expect((await engine.post(`${task}/start`, { agent: 'amy' })).status).toBe(200)
  const outcome = {
    agent: 'amy',
    disposition: 'rpc_promise',
    promise: { amount: '20.00', by: '2026-03-06' },
    note: called.note,
  }
  const wrong = [
    { ...outcome, [called.note]: 1 },
    { ...outcome, disposition: called.name },
    { ...outcome, promise: { amount: called.phone, by: '2026-03-06' } },
    { ...outcome, promise: { amount: '20.00', by: called.name } },
  ]
  for (const body of wrong)
    expect((await engine.post(`${task}/disposition`, body)).status).toBeGreaterThan(399)
  await whileBroken('sealed', `kind <> 'note'`, async () => {
    expect((await engine.post(`${task}/disposition`, outcome)).status).toBe(422)
  })
  expect((await engine.post(`${task}/disposition`, outcome)).status).toBe(200)
}

async function hearFromProvider(): Promise<void> {
  const at = '2026-03-02T11:30:00Z'
  const receipt = {
    type: 'receipt',
    reference: gateway.asked.get(accepted.phone) ?? '',
    id: 'm-1',
    status: 'delivered',
    code: accepted.phone,
    at,
  }
  const inbound = { type: 'inbound', id: 'i-1', from: accepted.phone, text: accepted.note, at }
  await whileBroken('fact', `source <> 'sms'`, async () => {
    expect((await engine.callback('w-1', receipt)).status).toBe(500)
    expect((await engine.callback('w-2', inbound)).status).toBe(500)
  })
  const said: [unknown, number][] = [
    [receipt, 200],
    [inbound, 200],
    [{ ...inbound, from: called.phone, text: 'STOP' }, 200],
    // Bad rows named that number as one on which a debtor no longer wants to be contacted.
    [{ ...inbound, from: stranger.phone, text: stranger.note }, 200],
    [{ ...inbound, from: passerby.phone, text: passerby.note }, 202],
    [{ ...inbound, from: stranger.name, text: stranger.note }, 202],
    [{ ...receipt, reference: '00000000-0000-4000-8000-000000000000', code: stranger.phone }, 202],
    [{ ...inbound, [stranger.name]: stranger.note }, 400],
    [{ ...receipt, status: stranger.note, at: stranger.name }, 400],
    [`{"from": ${stranger.phone}`, 400],
  ]
  for (const [index, [body, status]] of said.entries()) {
    expect([index, (await engine.callback(`w-${index + 10}`, body)).status]).toEqual([index, status])
  }
  expect((await engine.callback('w-10', { ...receipt, status: 'undelivered' })).status).toBe(409)
}

/** The provider refuses our credentials, and cannot be asked either. Only whose opening notice was made gets a second text. */
async function lockOut(): Promise<void> {
  gateway.locked = true
  // A review that is more than a day late sets the ladder back.
  await engine.at('2026-03-03T10:00:00Z')
  await engine.engine.enqueuer.enqueueDue()
  await until(async () => (await decided('2026-03-02')) + (await decided('2026-03-03')) === 0)
  await engine.at('2026-03-04T10:00:00Z')
  await engine.engine.enqueuer.enqueueDue()
  await until(async () => (await engine.database.db.query('select 1 from breaker')).length === 1)
  const { failed } = await sweep(sweepDeps(engine.engine))
  expect(failed).toEqual([])
  expect(await countOf(`state = 'unknown'`)).toBe(2)
}

async function lookAround(): Promise<void> {
  for (const path of [
    '/health',
    '/metrics',
    '/docs/json',
    '/v1/cases',
    '/v1/human-tasks',
    '/v1/tasks?kind=human',
  ])
    await engine.get(path)
  const cases = await engine.database.db.query<{ id: number }>('select id from collection_case')
  expect(cases).toHaveLength(texted.length + 2)
  for (const { id } of cases) {
    expect((await engine.get(`/v1/cases/${id}/timeline`)).status).toBe(200)
    expect((await engine.board(`/cases/${id}`)).status).toBe(200)
  }
  for (const path of ['/', '/queues', '/cases?case=nobody', '/queues/api/queues']) await engine.board(path)
  for (const queue of ['sms', 'call', 'decide', 'detect', 'relay']) {
    const { status } = await engine.board(`/queues/api/queues?activeQueue=${queue}&page=1&jobsPerPage=100`)
    expect(status).toBe(200)
  }
}

/** Whoever takes a field of the login for another one. */
async function logInWrongly(): Promise<void> {
  for (const value of valuesOf(stranger)) {
    const form = { name: value.slice(0, 60), password: value, next: `/${value}` }
    expect([401, 429]).toContain((await engine.submit('/login', form)).status)
    await engine.board(`/login?next=${encodeURIComponent(value)}`)
  }
}

/** Every page that somebody who only looks can come to. */
async function followEveryLink(): Promise<void> {
  const seen = new Set<string>()
  for (let ahead = ['/']; ahead.length > 0 && seen.size < 300; ) {
    const path = ahead.shift() ?? '/'
    if (seen.has(path)) continue
    seen.add(path)
    const { text } = await engine.look(path)
    const links = [...text.matchAll(/(?:href|src|action)="(\/[^"#]*)"/g)].map(([, link = '/']) =>
      link.replaceAll('&#38;', '&').replaceAll('&amp;', '&'),
    )
    ahead = [...ahead, ...links]
  }
  expect(seen.size).toBeGreaterThan(2)
}

/** Cases that were decided and wait for something on that day. */
async function decided(day: string): Promise<number> {
  const [row] = await engine.database.db.query<{ count: number }>(
    `select count(*) from collection_case where stage is not null and (next_review_at at time zone 'UTC')::date = $1`,
    [day],
  )
  return row?.count ?? 0
}

async function countOf(where: string): Promise<number> {
  const [row] = await engine.database.db.query<{ count: number }>(
    `select count(*) from contact where step is not null and ${where}`,
  )
  return row?.count ?? 0
}

/** While it runs, the database refuses such rows, and says which in its error. */
async function whileBroken(table: string, check: string, work: () => Promise<void>): Promise<void> {
  await asOwner(`alter table ${table} add constraint broken check (${check}) not valid`)
  await work()
  await asOwner(`alter table ${table} drop constraint broken`)
}

async function asOwner(sql: string): Promise<void> {
  const owner = connect({ url: engine.database.ownerUrl, max: 1, applicationName: 'test' })
  await owner.query(sql)
  await owner.close()
}
