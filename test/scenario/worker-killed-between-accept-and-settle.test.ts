import { expect, test } from 'vitest'
import { sweep } from '../../src/flow/sweep.ts'
import { sweepDeps } from '../../src/shell/run/wire.ts'
import { compiled } from '../support/compiled.ts'
import { realEngine } from '../support/real-engine.ts'
import { silentGateway } from '../support/silent-gateway.ts'
import { anAccount } from '../support/story-facts.ts'
import { until } from '../support/until.ts'

test('an accepted message whose worker was killed is found at the provider, and never sent again', async () => {
  const gateway = await silentGateway()
  const real = await realEngine({ ...gateway.env, QUIET_SECONDS: '900', LOCK_SECONDS: '1' })
  const built = await compiled()
  const worker = () => built.workers(['sms'], real.env)
  const deps = sweepDeps(real.engine)
  /** The machine's clock of the sweep, after the lease ran out. */
  const later = { ...deps, machine: { now: () => Date.now() + 10 * 60_000 } }
  try {
    await real.at('2026-02-01T09:00:00Z')
    await real.take(...anAccount('A1'))
    await real.morning('2026-03-02T00:05:00Z')
    await real.morning('2026-03-02T10:00:00Z')
    const first = await worker()
    await until(async () => gateway.accepted.length === 1)
    process.kill(first.pid, 'SIGKILL')
    await first.died.catch(() => {})
    expect(await real.contacts()).toMatchObject([{ state: 'sending' }])

    // The job comes back to another worker as soon as its lock is gone; the row says that it is in hand.
    const second = await worker()
    await real.at('2026-03-02T10:01:00Z')
    expect(await sweep(later)).toMatchObject({ lapsed: 1, failed: [] })
    expect(await real.contacts()).toMatchObject([{ state: 'unknown' }])
    await real.at('2026-03-02T10:20:00Z')
    expect(await sweep(later)).toMatchObject({ resolved: 1, failed: [] })
    await real.decide()
    await real.relay()
    await until(async () => (await real.engine.queues.byName.sms.getJobCountByTypes('active', 'wait')) === 0)
    await second.stop()

    const [sent, ...others] = await real.contacts()
    expect(sent).toMatchObject({ state: 'sent' })
    expect(others).toEqual([])
    expect(gateway.accepted).toEqual([sent?.reference])
  } finally {
    await real.close()
    gateway.stop()
  }
})
