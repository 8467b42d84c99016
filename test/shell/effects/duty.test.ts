import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { packOf, type TestRule } from '../../support/law.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith, type SmallEngine } from '../../support/two-engines.ts'

const notice: TestRule = {
  kind: 'require',
  rule: 'XX-NOTICE',
  title: 'A notice within 5 days of the first communication',
  effect: 'warn',
  parameters: { any: [{ evidence: 'first_communication_pending' }, { evidence: 'notice.transfer' }] },
  duty: { starts: 'first_contact', within: { days: 5 }, doneBy: 'notice.transfer' },
}
const noticeSent = (at: string) => ({
  type: 'evidence.recorded',
  at,
  account: 'A1',
  evidence: 'notice.transfer',
})
const TASK = 'duty XX-NOTICE A1/1 compliance'

describe.each(Object.entries(ENGINES))('a duty with a date, %s', (_, open) => {
  let engine: SmallEngine
  beforeEach(async () => {
    engine = await open(schedulesWith(packOf([notice])))
    await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'))
    await engine.at('2026-03-02T10:00:00Z')
  })
  afterEach(() => engine.close())

  test('the duty is a task once its time has begun, due on its last day, and one task only', async () => {
    expect(await engine.contacts()).toEqual(['friendly#1 sent'])
    expect(await engine.tasks()).toEqual([])
    for (const day of ['03', '04', '05']) await engine.at(`2026-03-${day}T10:00:00Z`)
    expect(await engine.open()).toMatchObject([
      {
        kind: 'duty',
        rule: 'XX-NOTICE',
        due: Date.parse('2026-03-07T23:59:59Z'),
        reason: expect.stringContaining('notice.transfer'),
      },
    ])
    expect(await engine.contacts()).toEqual(['friendly#1 sent', 'second#1 sent'])
  })

  test('the duty closes itself when its evidence is recorded', async () => {
    await engine.at('2026-03-03T10:00:00Z')
    expect(await engine.tasks()).toEqual([TASK])
    await engine.at('2026-03-03T15:00:00Z', noticeSent('2026-03-03T14:00:00Z'))
    expect(await engine.tasks()).toEqual([])
    await engine.at('2026-03-04T10:00:00Z')
    expect(await engine.tasks()).toEqual([])
  })

  test('the duty never begins where the evidence is there already', async () => {
    await engine.at('2026-03-02T20:00:00Z', noticeSent('2026-03-01T14:00:00Z'))
    await engine.at('2026-03-03T10:00:00Z')
    expect(await engine.tasks()).toEqual([])
  })

  test('a duty that is called done without the evidence is asked for again; a waived one is not', async () => {
    await engine.at('2026-03-03T10:00:00Z')
    expect(await engine.resolve('forgotten')).toBe('bad_resolution: resolve it with done or waived')
    await engine.resolve('done')
    await engine.at('2026-03-03T10:01:00Z')
    expect(await engine.tasks()).toEqual([TASK])
    await engine.resolve('waived')
    for (const day of ['04', '05']) await engine.at(`2026-03-${day}T10:00:00Z`)
    expect(await engine.tasks()).toEqual([])
  })
})

describe.each(Object.entries(ENGINES))('one breathing space more than the law gives, %s', (_, open) => {
  const hold = (id: string, at: string) => ({
    type: 'hold.placed',
    at,
    account: 'A1',
    hold: id,
    reason: 'moratorium',
  })

  test('the breathing space holds the case all the same, and a human is asked about it once', async () => {
    const engine = await open(schedulesWith())
    const lifted = { type: 'hold.lifted', at: '2025-12-01T09:00:00Z', account: 'A1', hold: 'M1' }
    await engine.at(
      '2026-03-02T00:05:00Z',
      ...anAccount('A1', { region: 'GB-ENG', zone: 'Europe/London' }),
      hold('M1', '2025-10-02T09:00:00Z'),
      lifted,
    )
    expect(await engine.tasks()).toEqual([])
    await engine.at('2026-03-02T09:00:00Z', hold('M2', '2026-03-02T08:00:00Z'))
    await engine.at('2026-03-04T10:00:00Z', {
      type: 'score.changed',
      at: '2026-03-04T09:00:00Z',
      account: 'A1',
      score: 0.5,
    })
    expect(await engine.contacts()).toEqual([])
    expect(await engine.tasks()).toEqual(['hold_moratorium A1 compliance', 'review GB-B-01 A1/1 compliance'])
    await engine.close()
  })
})
