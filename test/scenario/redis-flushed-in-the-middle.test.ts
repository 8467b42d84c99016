import { expect, test } from 'vitest'
import { sweep } from '../../src/flow/sweep.ts'
import { pendingJobs } from '../../src/shell/queue/queues.ts'
import { sweepDeps } from '../../src/shell/run/wire.ts'
import { WORKERS } from '../../src/shell/run/workers.ts'
import { realEngine } from '../support/real-engine.ts'
import { simulatedGateway } from '../support/simulated-gateway.ts'
import { anAccount } from '../support/story-facts.ts'
import { until } from '../support/until.ts'

test('the next sweep enqueues every lost job again: all go out, none twice', async () => {
  const gateway = await simulatedGateway()
  const real = await realEngine({ ...gateway.env, RING_AFTER_SECONDS: '60' })
  try {
    await real.at('2026-02-01T09:00:00Z')
    const accounts = Array.from({ length: 40 }, (_, index) => `A${index}`)
    await real.take(...accounts.flatMap((account) => anAccount(account, { debtor: `D-${account}` })))
    await real.morning('2026-03-02T00:05:00Z')
    await real.morning('2026-03-02T10:00:00Z')
    expect(await pendingJobs(real.engine.queues)).toBeGreaterThan(0)
    await real.wipeRedis()
    expect(await pendingJobs(real.engine.queues)).toBe(0)

    await real.at('2026-03-02T10:02:00Z')
    const report = await sweep(sweepDeps(real.engine))
    expect(report).toMatchObject({ rung: 40, failed: [], stuck: 0 })
    const worker = WORKERS.sms(real.engine)
    try {
      await sweep(sweepDeps(real.engine))
      await until(async () => (await real.contacts()).every(({ state }) => state === 'sent'))
    } finally {
      await worker.stop(5)
    }
    const references = (await real.contacts()).map(({ reference }) => reference)
    expect(gateway.accepted().sort()).toEqual(references.sort())
  } finally {
    await real.close()
    await gateway.stop()
  }
})
