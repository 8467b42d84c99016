import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { offerBatch } from '../../../src/flow/offer.ts'
import type { ContactRef } from '../../../src/flow/ports/deliver.ts'
import { buildApi } from '../../../src/shell/http/api.ts'
import type { Scope } from '../../../src/shell/access/rights.ts'
import { createApiKey } from '../../../src/shell/pg/door/api-key.ts'
import { humanTaskStore } from '../../../src/shell/pg/task/human-task.ts'
import { taskDeps } from '../../../src/shell/run/wire.ts'
import { describedClient, type Document } from '../../support/described-client.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { storySchedules } from '../../support/story-engine.ts'

let real: RealEngine
let app: FastifyInstance
let document: Document
let base: string

const VISIT =
  'template: door\nlocale: en\nchannel: visit\ntext: "Ask for payment of {amount} on account {account}."\n'

/** The ladder of the stories, where somebody calls at once, and goes to the door of who is a high risk a day later. */
function withVisits(strategy: string): string {
  const steps = [
    '{ step: call, channel: call, script: call-script, after: { days: 0 }, at: "11:00" }',
    '{ step: door, channel: visit, template: door, after: { days: 1 }, at: "11:00", risk: [high] }',
  ]
  const stage = '  - stage: people\n    from: { dpd: 1 }\n    steps:\n'
  return strategy.replace(/ {2}- stage: [^]*$/, stage + steps.map((step) => `      - ${step}\n`).join(''))
}

beforeAll(async () => {
  real = await realEngine({}, storySchedules(withVisits, { 'templates/en/door.yaml': VISIT }))
  const { engine } = real
  app = await buildApi({
    db: engine.db,
    log: engine.log,
    clock: engine.machine,
    record: (rows) => engine.record(rows),
    tasks: taskDeps(engine),
    humanTasks: humanTaskStore(engine.db, () => engine.vault),
    vault: engine.vault,
    privateWebhooks: true,
    callbackSecrets: ['of this test'],
    pingRedis: async () => true,
    queueCounts: async () => ({}),
    separated: true,
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  document = (await (await fetch(`${base}/docs/json`)).json()) as Document
})
afterAll(async () => {
  await app.close()
  await real.close()
})

async function clientWith(...scopes: Scope[]) {
  const key = await createApiKey(real.owner, { name: scopes.join('+'), scopes, replace: true })
  return describedClient(document, base, key ?? '')
}

/** Everything of a channel that is due is offered, as its worker does. */
async function offerAll(kind: 'call' | 'visit'): Promise<void> {
  const refs = await real.db.query<ContactRef>(
    `select id as contact, person_id as person from contact where state = 'queued' and channel = $1`,
    [kind],
  )
  await offerBatch(taskDeps(real.engine).store, kind, refs)
}

interface Listed {
  cases: { id: number; name: string; dpd: number; pastDue: string }[]
  next: string | null
}
interface Claimed {
  contact: number
  to: string
  say: string
}

describe('a day of an integrator, by a client that is made of the page of the API', () => {
  const opened = (account: string, dueOn: string, more: object) => [
    {
      type: 'account.opened',
      at: '2026-02-01T00:00:00Z',
      account,
      debtor: `D${account}`,
      creditor: 'acme',
      actor: 'first_party',
      product: 'consumer_loan',
      currency: 'USD',
      region: 'US-NY',
      zone: 'America/New_York',
      locale: 'en',
      score: 0.3,
      ...more,
    },
    {
      type: 'account.snapshot',
      at: '2026-03-10T06:00:00Z',
      account,
      pastDue: '120.50',
      oldestDueOn: dueOn,
      balance: '900.00',
    },
  ]

  it('a ledger sends its accounts, line by line, and hears of each line; again it is the same', async () => {
    const ledger = await clientWith('facts:write')
    await real.at('2026-03-10T13:00:00Z')
    const rows = [
      ...opened('A1', '2026-03-09', { phone: '+12025550101' }),
      ...opened('A2', '2026-03-09', {
        score: 0.9,
        phone: '+12025550102',
        points: [{ kind: 'address', value: '1 Example Street, New York' }],
      }),
    ]
    const text = [...rows.map((row) => JSON.stringify(row)), '{"type":"payment.recieved"}'].join('\n')
    const raw = { type: 'application/x-ndjson', text }
    const first = await ledger<{ taken: number; rejected: object[] }>('takeFacts', { raw })
    expect(first).toMatchObject({ status: 207, body: { taken: 4, rejectedCount: 1 } })
    expect(first.body.rejected[0]).toMatchObject({ line: 5, code: 'unknown_type' })
    expect(await ledger('takeFacts', { raw })).toMatchObject({ status: 207, body: { taken: 0, same: 4 } })
    expect(await ledger('listCases')).toMatchObject({
      status: 403,
      body: { code: 'forbidden', right: 'cases:read' },
    })
  })

  it('an agent takes the call, dials, and tells how it ended', async () => {
    await real.morning('2026-03-10T13:30:00Z')
    await real.morning('2026-03-10T15:30:00Z')
    await offerAll('call')
    const agent = await clientWith('tasks:work')
    expect(await agent('listTasks', { query: { kind: 'call', account: 'A1' } })).toMatchObject({
      status: 200,
      body: { tasks: [{ account: 'A1', dpd: 1 }] },
    })
    const listed = await agent<{ tasks: { contact: number }[] }>('listTasks', {
      query: { kind: 'call', account: 'A1' },
    })
    const contact = listed.body.tasks[0]?.contact
    const { status, body } = await agent<Claimed>('claimTask', {
      body: { kind: 'call', agent: 'ann', contact },
    })
    expect([status, body.to]).toEqual([200, '+12025550101'])
    const path = { contact: body.contact }
    expect((await agent('startTask', { path, body: { agent: 'bob' } })).body).toMatchObject({
      code: 'not_yours',
    })
    expect((await agent('startTask', { path, body: { agent: 'ann' } })).status).toBe(200)
    const promise = { amount: '120.50', by: '2026-03-13' }
    const told = { agent: 'ann', disposition: 'rpc_promise', promise }
    expect((await agent('disposeTask', { path, body: told })).status).toBe(200)
    const next = await agent<Claimed>('claimTask', { body: { kind: 'call', agent: 'ann' } })
    const other = { contact: next.body.contact }
    expect((await agent('startTask', { path: other, body: { agent: 'ann' } })).status).toBe(200)
    const unheard = { agent: 'ann', disposition: 'no_answer' }
    expect((await agent('disposeTask', { path: other, body: unheard })).status).toBe(200)
    expect((await agent('claimTask', { body: { kind: 'call', agent: 'ann' } })).status).toBe(204)
  })

  it('a field collector takes the visit, arrives, and reports', async () => {
    await real.morning('2026-03-11T13:30:00Z')
    await real.morning('2026-03-11T15:30:00Z')
    await offerAll('visit')
    const collector = await clientWith('tasks:work')
    const { status, body } = await collector<Claimed>('claimTask', { body: { kind: 'visit', agent: 'cy' } })
    expect([status, body.to]).toEqual([200, '1 Example Street, New York'])
    const path = { contact: body.contact }
    expect((await collector('startTask', { path, body: { agent: 'cy' } })).status).toBe(200)
    const report = { agent: 'cy', disposition: 'no_one_home', geo: { lat: 40.7, lon: -74 } }
    expect((await collector('reportTask', { path, body: report })).status).toBe(200)
  })

  it('the ledger is paid, reads what became of it, and is told what it asks wrongly', async () => {
    const ledger = await clientWith('facts:write', 'cases:read')
    const payment = {
      type: 'payment.received',
      at: '2026-03-11T15:40:00Z',
      account: 'A1',
      payment: 'P1',
      amount: '120.50',
    }
    expect((await ledger('takeFacts', { body: payment })).body).toMatchObject({ rejectedCount: 1 })
    const paid = {
      type: 'account.snapshot',
      at: '2026-03-11T15:45:00Z',
      account: 'A1',
      pastDue: '0.00',
      oldestDueOn: null,
      balance: '779.50',
    }
    expect((await ledger('takeFacts', { body: paid })).status).toBe(200)
    await real.decide()
    const { body } = await ledger<Listed>('listCases', { query: { creditor: 'acme', open: 'true' } })
    expect(body.cases.map(({ name }) => name)).toEqual(['A2/1'])
    const cured = await ledger<Listed>('listCases', { query: { account: 'A1' } })
    expect(cured.body.cases).toMatchObject([{ state: 'cured', closeReason: 'cured' }])
    expect((await ledger('readCase', { path: { id: 'A1/1' } })).status).toBe(200)
    expect((await ledger('readTimeline', { path: { id: 'A1/1' } })).status).toBe(200)
    expect((await ledger('listContacts', { query: { account: 'A1,A2' } })).status).toBe(200)
    expect(await ledger('readCase', { path: { id: 'A9' } })).toMatchObject({
      status: 404,
      body: { code: 'unknown_case' },
    })
    expect((await ledger('listCases', { query: { creditor: 'acme', stat: 'x' } })).body).toMatchObject({
      code: 'bad_request',
      problems: [{ in: 'query', path: 'stat', suggestion: 'did you mean state?' }],
    })
    expect((await ledger('readHealth')).status).toBeOneOf([200, 503])
  })
})
