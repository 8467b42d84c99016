import { expect, test } from 'vitest'
import { redeemBatch, sendPermitted } from '../../src/flow/deliver.ts'
import { sweep } from '../../src/flow/sweep.ts'
import { deliverDeps, sweepDeps } from '../../src/shell/run/wire.ts'
import { realEngine } from '../support/real-engine.ts'
import { simulatedGateway } from '../support/simulated-gateway.ts'
import { anAccount } from '../support/story-facts.ts'

test('an accepted message whose worker died is found at the provider, and never sent again', async () => {
  const gateway = await simulatedGateway()
  const real = await realEngine({ ...gateway.env, QUIET_SECONDS: '900' })
  const deps = deliverDeps(real.engine)
  /** The machine's clock of the sweep, after the lease ran out. */
  const later = { ...sweepDeps(real.engine), machine: { now: () => Date.now() + deps.leaseMs + 60_000 } }
  try {
    await real.at('2026-02-01T09:00:00Z')
    await real.take(...anAccount('A1'))
    await real.morning('2026-03-02T00:05:00Z')
    await real.morning('2026-03-02T10:00:00Z')
    const [redeemed] = await redeemBatch(deps, await real.contacts())
    if (redeemed?.answer !== 'send') throw new Error('the message was not permitted')
    await sendPermitted(deps, redeemed.permitted)
    // Here the worker dies: nothing is settled.

    await real.at('2026-03-02T10:01:00Z')
    expect(await sweep(later)).toMatchObject({ lapsed: 1, failed: [] })
    expect(await real.contacts()).toMatchObject([{ state: 'unknown' }])
    await real.at('2026-03-02T10:20:00Z')
    expect(await sweep(later)).toMatchObject({ resolved: 1, failed: [] })
    expect(await real.contacts()).toMatchObject([{ state: 'sent' }])

    await real.decide()
    await real.relay()
    expect(await real.contacts()).toHaveLength(1)
    expect(gateway.accepted()).toEqual([redeemed.permitted.reference])
  } finally {
    deps.close()
    await real.close()
    await gateway.stop()
  }
})
