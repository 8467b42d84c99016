import { describe, expect, test } from 'vitest'
import { packOf } from '../../support/law.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith } from '../../support/two-engines.ts'

const DAY = 86_400_000
const THREE = ['America/Los_Angeles', 'Europe/London', 'Asia/Tokyo']

describe.each(Object.entries(ENGINES))('candidate zones without a common hour, %s', (_, open) => {
  test('one human is asked, and the case rests until something changes', async () => {
    const engine = await open(schedulesWith())
    await engine.at('2026-03-03T00:05:00Z', ...anAccount('A1', { zone: THREE }))
    await engine.at('2026-03-03T10:00:00Z')
    await engine.at('2026-03-03T18:00:00Z')
    expect(await engine.contacts()).toEqual([])
    expect(await engine.open()).toMatchObject([
      { kind: 'empty_window', role: 'supervisor', reason: expect.stringContaining('friendly') },
    ])
    const asked = Date.parse('2026-03-03T18:00:00Z')
    const versions = await engine.versions()
    for (let day = 1; day <= 14; day++) await engine.at(new Date(asked + day * DAY).toISOString())
    expect((await engine.versions()) - versions).toBeLessThan(14)
    const kinds = (await engine.open()).map(({ kind, reason }) => `${kind} ${reason.split(':')[0]}`)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(await engine.contacts()).toEqual([])
    await engine.close()
  })
})

describe.each(Object.entries(ENGINES))('the earliest lawful instant, %s', (_, open) => {
  const narrow = (hours: [string, string]) => ({
    kind: 'window',
    rule: 'XX-NARROW',
    parameters: { open: [{ days: 'sun', hours }] },
  })

  test('the instant is on the wall clock of the person on the day the clocks change', async () => {
    const sundays = packOf([narrow(['08:30', '09:00'])])
    const engine = await open(schedulesWith(sundays))
    const newYork = { zone: 'America/New_York', dueOn: '2026-03-05' }
    await engine.at('2026-03-06T05:05:00Z', ...anAccount('A1', newYork))
    await engine.planOnly('2026-03-06T15:00:00Z')
    expect(await engine.planned()).toEqual(['friendly 2026-03-08T12:30:00Z..2026-03-08T13:00:00Z'])
    await engine.close()
  })

  test('a skipped hour is no hour: the next Sunday', async () => {
    const skipped = packOf([{ ...narrow(['02:00', '03:00']), rule: 'XX-SKIPPED' }])
    const engine = await open(schedulesWith(skipped))
    const newYork = { zone: 'America/New_York', dueOn: '2026-03-05' }
    await engine.at('2026-03-06T05:05:00Z', ...anAccount('A1', newYork))
    await engine.planOnly('2026-03-06T15:00:00Z')
    expect(await engine.planned()).toEqual([])
    expect(await engine.tasks()).toEqual(['empty_window A1/1 supervisor'])
    await engine.close()
  })
})
