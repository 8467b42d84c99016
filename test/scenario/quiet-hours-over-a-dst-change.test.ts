import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

const early = (strategy: string) => strategy.replaceAll('at: "11:00"', 'at: "06:00"')

test('ten in the morning and the first lawful minute follow the wall clock over the change', async () => {
  await tell(await memoryEngine({ from: '2026-02-01', edit: early }), async (story) => {
    story.given(...anAccount('A1', { zone: 'America/New_York' }))
    await story.fastForward('2026-03-11T03:59:00Z')
    await story.expectContacts(
      '2026-03-02T15:00:00Z A1 friendly',
      '2026-03-04T15:00:00Z A1 second',
      '2026-03-06T13:00:00Z A1 call',
      '2026-03-08T12:00:00Z A1 call#2',
      '2026-03-09T14:00:00Z A1 warning',
      '2026-03-10T12:00:00Z A1 call#3',
    )
  })
})

test('the later one of two candidate zones decides the day and both decide the hour', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1', { zone: ['America/New_York', 'America/Los_Angeles'] }))
    await story.fastForward('2026-03-03T07:59:00Z')
    await story.expectContacts('2026-03-02T18:00:00Z A1 friendly')
    await story.expectCases('A1/1 2026-03-02..')
  })
})
