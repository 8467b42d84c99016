import { expect, test } from 'vitest'
import { redeemBatch, sendPermitted, settleBatch } from '../../src/flow/deliver.ts'
import { deliverDeps } from '../../src/shell/run/wire.ts'
import { realEngine } from '../support/real-engine.ts'
import { simulatedGateway } from '../support/simulated-gateway.ts'
import { anAccount, pays } from '../support/story-facts.ts'

test('a payment before the last check stops the message; one after it ends the case, and nothing follows', async () => {
  const gateway = await simulatedGateway()
  const real = await realEngine(gateway.env)
  const deps = deliverDeps(real.engine)
  try {
    await real.at('2026-02-01T09:00:00Z')
    await real.take(...anAccount('A1', { debtor: 'D1' }), ...anAccount('A2', { debtor: 'D2' }))
    await real.morning('2026-03-02T00:05:00Z')
    await real.morning('2026-03-02T10:00:00Z')
    const queued = await real.contacts()
    expect(queued.map(({ account, step, state }) => `${account} ${step} ${state}`)).toEqual([
      'A1 friendly queued',
      'A2 friendly queued',
    ])

    await real.take(pays('A1', '2026-03-02T10:00:00Z'))
    const redeemed = await redeemBatch(deps, queued)
    expect(redeemed.map(({ answer }) => answer)).toEqual(['gone', 'send'])
    const permitted = redeemed.flatMap((one) => (one.answer === 'send' ? [one.permitted] : []))
    await real.take(pays('A2', '2026-03-02T10:00:00Z'))
    const answers = await Promise.all(
      permitted.map(async (one) => ({ permitted: one, answer: await sendPermitted(deps, one) })),
    )
    await settleBatch(deps, answers)
    await real.decide()

    expect((await real.contacts()).map(({ account, state }) => `${account} ${state}`)).toEqual([
      'A1 cancelled',
      'A2 sent',
    ])
    expect(gateway.accepted()).toEqual(queued.slice(1).map(({ reference }) => reference))
    const open = await real.db.query('select from collection_case where closed_on is null')
    expect(open).toEqual([])
  } finally {
    deps.close()
    await real.close()
    await gateway.stop()
  }
})
