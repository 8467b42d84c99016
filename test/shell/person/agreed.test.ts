import { afterAll, beforeAll, expect, test } from 'vitest'
import { personCommand } from '../../../src/cli/person/person.ts'
import { bob, personStage, type PersonStage } from './person-stage.ts'

const AT = '2026-03-03T10:00:00Z'
const { account } = bob

let stage: PersonStage
beforeAll(async () => {
  stage = await personStage()
  const contact = { type: 'contact.recorded', channel: 'call', account, agent: 'amy' }
  await stage.engine.at(AT)
  await stage.engine.take(
    { type: 'obligation.billed', at: AT, account, obligation: 'o', dueOn: '2026-02-01', amount: '500.00' },
    {
      ...contact,
      at: '2026-03-03T09:10:00Z',
      disposition: 'rpc_promise',
      promise: { amount: '100.00', by: '2026-03-06' },
    },
    {
      ...contact,
      at: '2026-03-03T09:20:00Z',
      disposition: 'rpc_plan',
      plan: { sum: '500.00', first: '2026-03-09', every: 'week', number: 5 },
    },
    {
      ...contact,
      at: '2026-03-03T09:30:00Z',
      disposition: 'rpc_settlement',
      settlement: { amount: '400.00', payBy: '2026-03-20' },
    },
  )
})
afterAll(() => stage.close())

test('an export has what a person agreed to: promises, plans and settlements, in words and as JSON', async () => {
  const debtor = `D-${account}`
  await stage.run(personCommand, 'export', debtor, '--out', stage.file('bob.json'), '--json')
  expect(JSON.parse(stage.read('bob.json'))).toMatchObject({
    promises: [{ account, amount: '100.00', by: '2026-03-06' }],
    plans: [
      { accounts: account, sum: '500.00', number: 5, rates: expect.stringContaining('2026-03-09 100.00') },
    ],
    settlements: [
      { account, amount: '400.00', until: '2026-03-20', payBy: '2026-03-20', acceptedAt: expect.any(String) },
    ],
  })
  await stage.run(personCommand, 'export', debtor, '--out', stage.file('bob.txt'))
  const text = stage.read('bob.txt')
  for (const said of ['100.00 USD by 2026-03-06', '500.00 USD in 5 rates', '400.00 USD until 2026-03-20'])
    expect(text).toContain(said)
})
