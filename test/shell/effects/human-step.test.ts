import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ContentHash } from '../../../src/core/base/id.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { schedulesWith, type SmallEngine } from '../../support/two-engines.ts'

/** A human first posts a letter on day 2; from day 4 on a text goes out. */
function letterFirst(mode: 'live' | 'shadow' = 'live') {
  const { schedules, hash } = schedulesWith()
  const stages = [
    {
      stage: 'letter',
      from: { dpd: 1 },
      steps: [
        { step: 'post', channel: 'human', task: 'Post notice letter', dpd: 2, at: '09:00', mandatory: true },
      ],
    },
    {
      stage: 'texts',
      from: { dpd: 4 },
      steps: [{ step: 'friendly', channel: 'sms', template: 'friendly', after: { days: 0 }, at: '10:00' }],
    },
  ] as const
  const own = {
    stages: structuredClone(stages) as never,
    mode,
    hash: ContentHash.parse((mode === 'live' ? 'b' : 'c').repeat(64)),
  }
  const strategies = schedules.strategies.map((one) => ({ ...one, ...own }))
  return { schedules: { ...schedules, strategies }, hash }
}

describe.each(Object.entries(ENGINES))('a letter that a human posts, %s', (_, open) => {
  let engine: SmallEngine
  beforeEach(async () => {
    engine = await open(letterFirst())
    await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'))
    await engine.at('2026-03-03T09:00:00Z')
  })
  afterEach(() => engine.close())

  const said = (answer: string) => ({
    type: 'task.resolved',
    at: '2026-03-04T08:00:00Z',
    account: 'A1',
    step: 'post',
    answer,
    agent: 'ann',
  })

  test('nothing goes out while the letter is not posted; after a day the next role is asked, and so on', async () => {
    expect(await engine.tasks()).toEqual(['last_step A1/1 supervisor'])
    for (const day of ['04', '05', '06', '07', '08']) await engine.at(`2026-03-${day}T09:00:00Z`)
    expect(await engine.contacts()).toEqual([])
    expect(await engine.tasks()).toEqual(['last_step A1/1 supervisor', 'step_overdue A1/1 compliance'])
  })

  test.each([
    ['by the task', async () => void (await engine.resolve('done'))],
    ['by a fact', () => engine.record([said('done')])],
  ])('the texts go on once the letter is posted, as somebody says %s', async (_door, say) => {
    await engine.at('2026-03-04T08:00:00Z')
    await say()
    await engine.at('2026-03-04T08:00:00Z')
    expect(await engine.open()).toEqual([])
    await engine.at('2026-03-05T10:00:00Z')
    expect(await engine.contacts()).toEqual(['friendly#1 sent'])
  })

  test('nobody has to post it any more once the debt is paid', async () => {
    await engine.at('2026-03-04T08:00:00Z', pays('A1', '2026-03-04T07:00:00Z'))
    expect(await engine.open()).toEqual([])
  })

  test('the texts wait again where it was posted first and then not after all, and the next role is asked', async () => {
    await engine.at('2026-03-04T08:00:00Z', said('done'))
    await engine.at('2026-03-04T09:00:00Z', { ...said('not_done'), at: '2026-03-04T08:30:00Z' })
    expect(await engine.tasks()).toEqual(['step_failed A1/1 operations'])
    await engine.at('2026-03-05T10:00:00Z')
    expect(await engine.contacts()).toEqual([])
  })
})

test.each(Object.entries(ENGINES))('nobody is asked anything in shadow mode, %s', async (_, open) => {
  const engine = await open(letterFirst('shadow'))
  await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'))
  for (const day of ['03', '04', '05', '06']) await engine.at(`2026-03-${day}T10:00:00Z`)
  expect(await engine.open()).toEqual([])
  expect((await engine.decisions()).filter((line) => line.includes('friendly'))).toEqual(['planned friendly'])
  await engine.close()
})
