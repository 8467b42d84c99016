import { describe, expect, it } from 'vitest'
import type { Ticks } from '../../../src/core/model/ticks.ts'
import { lastDue, lateBy } from '../../../src/shell/queue/timetable.ts'

type Tick = Ticks['ticks'][number]
const at = (instant: string): number => Date.parse(`${instant}Z`)
const hourly: Tick = { tick: 'detect', cron: '5 * * * *', zone: 'UTC' }
const nightly: Tick = { tick: 'purge', cron: '30 3 * * *', zone: 'America/New_York' }
const often: Tick = { tick: 'relay', every: { seconds: 5 } }

describe('when a tick was due last', () => {
  it.each([
    [hourly, '2026-03-02T12:04:59', '2026-03-02T11:05:00'],
    [hourly, '2026-03-02T12:05:00', '2026-03-02T12:05:00'],
    [nightly, '2026-03-02T08:29:00', '2026-03-01T08:30:00'],
    // The clocks went forward on that morning.
    [nightly, '2026-03-08T12:00:00', '2026-03-08T07:30:00'],
    [{ tick: 'detect', cron: '0 6 * * 1' } as const, '2026-03-05T00:00:00', '2026-03-02T06:00:00'],
    [often, '2026-03-02T12:00:00', '2026-03-02T11:59:55'],
  ])('%o at %s', (tick, now, due) => {
    expect(new Date(lastDue(tick, at(now))).toISOString()).toBe(new Date(at(due)).toISOString())
  })
})

describe('how late a tick is', () => {
  it('a tick by the clock is late from its time on, until it runs', () => {
    const now = at('2026-03-02T12:09:00')
    expect(lateBy(hourly, at('2026-03-02T12:05:00'), now)).toBe(0)
    expect(lateBy(hourly, at('2026-03-02T12:04:59'), now)).toBe(240)
    // An alarm does not fall quiet because the next time has come, and was missed too.
    expect(lateBy(hourly, at('2026-03-02T09:30:00'), now)).toBe(2 * 3600 + 240)
  })

  it('a tick that comes again and again is late once its distance has passed', () => {
    const ran = at('2026-03-02T12:00:00')
    expect(lateBy(often, ran, ran + 5_000)).toBe(0)
    expect(lateBy(often, ran, ran + 65_000)).toBe(60)
  })
})
