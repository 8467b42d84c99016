import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { packOf, type TestRule } from '../../support/law.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith, type SmallEngine } from '../../support/two-engines.ts'

const askFirst: TestRule = {
  kind: 'require',
  rule: 'XX-ASK',
  title: 'A human looks before a text goes out',
  citation: 'art. 1',
  effect: 'review',
  appliesTo: { channels: ['sms'] },
  parameters: { any: [{ evidence: 'consent.sms' }] },
}
const warns: TestRule = {
  kind: 'window',
  rule: 'XX-WARN',
  effect: 'warn',
  parameters: { open: [{ days: 'daily', hours: ['12:00', '13:00'] }] },
}

describe.each(Object.entries(ENGINES))('a rule that wants a human to look, %s', (_, open) => {
  let engine: SmallEngine
  beforeEach(async () => {
    engine = await open(schedulesWith(packOf([askFirst])))
    await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'))
    await engine.at('2026-03-02T10:00:00Z')
  })
  afterEach(() => engine.close())

  test('the rule gives one open task with the rule and its citation, and nobody is contacted', async () => {
    expect(await engine.open()).toMatchObject([
      {
        kind: 'review',
        rule: 'XX-ASK',
        about: 'A1/1',
        role: 'compliance',
        reason: expect.stringMatching(/^XX-ASK \(art\. 1\): A human looks before a text goes out/),
        due: Date.parse('2026-03-03T10:00:00Z'),
      },
    ])
    await engine.at('2026-03-03T10:00:00Z')
    await engine.at('2026-03-04T10:00:00Z')
    expect(await engine.tasks()).toEqual(['review XX-ASK A1/1 compliance'])
    expect(await engine.contacts()).toEqual([])
    expect(await engine.decisions()).toEqual(['moved - stage:ground', 'refused friendly XX-ASK:review'])
  })

  test('its answer is one of two words', async () => {
    expect(await engine.resolve('done')).toBe('bad_resolution: resolve it with allow_once or refuse')
    expect(await engine.tasks()).toHaveLength(1)
  })

  test('one contact that is allowed once goes out and says why; the next one asks again', async () => {
    expect(await engine.resolve('allow_once')).toBe('resolved')
    await engine.at('2026-03-02T15:00:00Z')
    expect(await engine.contacts()).toEqual(['friendly#1 sent'])
    expect(await engine.decisions()).toContain('planned friendly XX-ASK:review')
    expect(await engine.tasks()).toEqual([])
    await engine.at('2026-03-03T10:00:00Z')
    await engine.at('2026-03-04T10:00:00Z')
    expect(await engine.contacts()).toEqual(['friendly#1 sent'])
    expect(await engine.tasks()).toEqual(['review XX-ASK A1/1 compliance'])
  })

  test('a contact that is allowed once loosens no other rule', async () => {
    await engine.resolve('allow_once')
    await engine.at('2026-03-02T15:00:00Z', {
      type: 'optout.received',
      at: '2026-03-02T14:00:00Z',
      debtor: 'D1',
      point: '+12025550100',
    })
    await engine.at('2026-03-03T10:00:00Z')
    expect(await engine.contacts()).toEqual([])
    expect(await engine.decisions()).toContain('refused friendly XX-04:block')
    expect(await engine.tasks()).toEqual([])
  })

  test('a refusal keeps the rule, nobody is asked again, and what meets the rule lifts it', async () => {
    await engine.resolve('refuse')
    for (const day of ['03', '04', '05']) await engine.at(`2026-03-${day}T10:00:00Z`)
    expect(await engine.contacts()).toEqual([])
    expect(await engine.tasks()).toEqual([])
    const consent = { type: 'consent.given', at: '2026-03-05T12:00:00Z', debtor: 'D1', consent: 'sms' }
    await engine.at('2026-03-05T12:00:00Z', consent)
    expect(await engine.contacts()).toEqual(['friendly#1 sent'])
  })

  test('what was planned and then needs a human at the send asks one too', async () => {
    await engine.resolve('allow_once')
    const text = { type: 'contact.recorded', at: '2026-03-02T14:59:00Z', account: 'A1', channel: 'sms' }
    await engine.planOnly('2026-03-02T14:58:00Z')
    await engine.record([{ ...text, disposition: 'sent' }])
    await engine.at('2026-03-02T15:00:00Z')
    expect(await engine.contacts()).toEqual(['friendly#1 denied'])
    expect(await engine.tasks()).toEqual(['review XX-ASK A1/1 compliance'])
  })
})

test('the audit says who let a contact pass, under which rule', async () => {
  const engine = await ENGINES['in Postgres'](schedulesWith(packOf([askFirst])))
  await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'))
  await engine.at('2026-03-02T10:00:00Z')
  await engine.resolve('allow_once')
  const line = (await engine.audit()).find((one) => one.includes('human_task.resolved'))
  expect(line).toMatch(/^ann human_task\.resolved/)
  expect(JSON.parse(line?.slice(line.indexOf('{')) ?? '')).toEqual({
    task: 1,
    rule: 'XX-ASK',
    about: 'A1/1',
    resolution: 'allow_once',
  })
  await engine.close()
})

describe.each(Object.entries(ENGINES))('a rule that only warns, %s', (_, open) => {
  test('the warning is in the decision, and the contact is made', async () => {
    const engine = await open(schedulesWith(packOf([warns])))
    await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'))
    await engine.at('2026-03-02T10:00:00Z')
    expect(await engine.contacts()).toEqual(['friendly#1 sent'])
    expect(await engine.decisions()).toEqual(['moved - stage:ground', 'planned friendly XX-WARN:warn'])
    await engine.close()
  })

  test('the send says so where the rule begins to warn after the planning', async () => {
    const noon = { ...warns, parameters: { open: [{ days: 'daily', hours: ['08:00', '10:30'] }] } }
    const engine = await open(schedulesWith(packOf([noon])))
    await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'))
    await engine.planOnly('2026-03-02T10:00:00Z')
    await engine.at('2026-03-02T11:00:00Z')
    expect(await engine.decisions()).toEqual([
      'moved - stage:ground',
      'planned friendly',
      'warned friendly XX-WARN:warn',
    ])
    await engine.close()
  })
})
