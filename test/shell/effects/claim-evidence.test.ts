import { describe, expect, test } from 'vitest'
import { KNOWN_KEYS, knownKey } from '../../../src/core/compliance/known/known-keys.ts'
import { packOf } from '../../support/law.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith } from '../../support/two-engines.ts'

const KEYS = KNOWN_KEYS.filter((key) => knownKey(key)?.class === 'at_claim')
const rules = KEYS.map((evidence, index) => ({
  kind: 'require',
  rule: `XX-SHOW-${index + 1}`,
  appliesTo: { channels: ['call'] },
  parameters: { all: [{ evidence }] },
}))
const named = (keys: readonly string[]) =>
  KEYS.flatMap((key, index) => (keys.includes(key) ? [`${key} (XX-SHOW-${index + 1})`] : [])).join(', ')

describe.each(Object.entries(ENGINES))('what an agent has to show, %s', (_, open) => {
  test('the evidence does not hinder the planning, and at the claim each missing piece is named with its rule', async () => {
    const engine = await open(schedulesWith(packOf(rules)))
    await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1', { dueOn: '2026-02-24' }))
    // The case that is six days late gets its opening notice, rests three days, and is called then.
    for (const day of ['02', '03', '04', '05']) await engine.at(`2026-03-${day}T11:00:00Z`)
    expect(await engine.contacts()).toContain('call#1 queued')
    const shown: string[] = []
    for (const key of KEYS) {
      const missing = KEYS.filter((one) => !shown.includes(one))
      expect(await engine.claim('call', 'amy')).toMatchObject({
        ok: false,
        code: 'evidence_missing',
        message: `show first: ${named(missing)}`,
        reasons: missing.map((one) => ({ missing: [one] })),
      })
      const fact = { type: 'evidence.recorded', at: '2026-03-05T11:00:00Z', agent: 'amy', evidence: key }
      await engine.record([{ ...fact, account: 'A1' }])
      shown.push(key)
    }
    expect(await engine.claim('call', 'bob')).toMatchObject({ code: 'evidence_missing' })
    expect(await engine.contacts()).toContain('call#1 queued')
    const claimed = await engine.claim('call', 'amy')
    expect(claimed).toMatchObject({ ok: true, task: { account: 'A1' } })
    // The contact counts as open in that state, ahead of whatever else is planned: see open-contacts.contract.ts.
    expect(await engine.contacts()).toContain('call#1 sending')
    const duties = claimed.ok ? claimed.task?.duties : []
    expect(duties?.map(({ key }) => key).sort()).toEqual([...KEYS])
    await engine.close()
  })
})
