import { expect, test } from 'vitest'
import { offerBatch } from '../../src/flow/offer.ts'
import { claimTask, startTask } from '../../src/flow/task.ts'
import { taskDeps } from '../../src/shell/run/wire.ts'
import { realEngine } from '../support/real-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'

/** The opening notice on its own day, so that a call is due as soon as the case opens. */
const LETTER = {
  type: 'contact.recorded',
  at: '2026-02-26T10:00:00Z',
  account: 'A1',
  channel: 'letter',
  disposition: 'sent',
}

test('the agent who claimed before the payment is told so before the dial', async () => {
  const real = await realEngine()
  const deps = taskDeps(real.engine)
  try {
    await real.at('2026-02-01T09:00:00Z')
    await real.take(...anAccount('A1', { dueOn: '2026-02-25' }))
    await real.at('2026-03-02T00:05:00Z')
    await real.take(LETTER)
    await real.morning('2026-03-02T00:05:00Z')
    await real.morning('2026-03-02T11:00:00Z')
    const [call] = (await real.contacts()).filter(({ step }) => step === 'call')
    if (!call) throw new Error('no call was queued')
    await offerBatch(deps.store, 'call', [call])

    const claimed = await claimTask(deps, { kind: 'call', agent: 'agent-1' })
    expect(claimed).toMatchObject({ ok: true, task: { contact: call.contact } })
    await real.take(pays('A1', '2026-03-02T11:00:00Z'))
    const started = await startTask(deps, { contact: call.contact, agent: 'agent-1' })
    expect(started).toMatchObject({ ok: false, code: 'superseded' })

    await real.decide()
    const made = (await real.contacts()).filter(({ at }) => at !== null)
    expect(made).toMatchObject([{ step: null, at: Date.parse(LETTER.at) }])
    expect(await claimTask(deps, { kind: 'call', agent: 'agent-2' })).toEqual({ ok: true, task: null })
  } finally {
    await real.close()
  }
})
