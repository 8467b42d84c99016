import { expect, test } from 'vitest'
import { redeemBatch, sendPermitted, settleBatch } from '../../src/flow/deliver.ts'
import { resumeBrake, stopBrake } from '../../src/shell/pg/door/brake.ts'
import { deliverDeps } from '../../src/shell/run/wire.ts'
import { realEngine } from '../support/real-engine.ts'
import { simulatedGateway } from '../support/simulated-gateway.ts'
import { anAccount } from '../support/story-facts.ts'

const SMS = { channel: 'sms', strategy: null, creditor: null }

test('a brake put on while messages are queued lets none of them go, and they go once it is off', async () => {
  const gateway = await simulatedGateway()
  const real = await realEngine(gateway.env)
  const deps = deliverDeps(real.engine)
  try {
    await real.at('2026-02-01T09:00:00Z')
    await real.take(...anAccount('A1', { debtor: 'D1' }), ...anAccount('A2', { debtor: 'D2' }))
    await real.morning('2026-03-02T00:05:00Z')
    await real.morning('2026-03-02T10:00:00Z')
    await stopBrake(real.db, { brake: SMS, why: 'wrong text', by: 'test' })
    const stopped = await redeemBatch(deps, await real.contacts())
    expect(stopped.map(({ answer }) => answer)).toEqual(['handed_back', 'handed_back'])
    expect(gateway.accepted()).toEqual([])

    await resumeBrake(real.db, { brake: SMS, all: false, by: 'test' })
    await real.morning('2026-03-02T10:30:00Z')
    const redeemed = await redeemBatch(deps, await real.contacts())
    for (const one of redeemed) {
      if (one.answer !== 'send') throw new Error(`not sent: ${one.answer}`)
      await settleBatch(deps, [
        { permitted: one.permitted, answer: await sendPermitted(deps, one.permitted) },
      ])
    }
    expect((await real.contacts()).map(({ account, state }) => `${account} ${state}`)).toEqual([
      'A1 sent',
      'A2 sent',
    ])
    expect(gateway.accepted()).toHaveLength(2)
  } finally {
    deps.close()
    await real.close()
    await gateway.stop()
  }
})
