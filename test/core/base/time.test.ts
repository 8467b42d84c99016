import { afterEach, describe, expect, it, vi } from 'vitest'
import { instantInAll, weekdayOf } from '../../../src/core/base/time.ts'
import { dayKind } from '../../../src/core/compliance/time/calendar.ts'
import { addMonths, addToDay, NEVER, passedAt } from '../../../src/core/compliance/time/duration.ts'
import { rulerOf } from '../../../src/core/compliance/time/span.ts'

afterEach(() => vi.unstubAllEnvs())

describe('dates on a machine whose zone has no 30th of December 2011', () => {
  it('dates on a machine whose zone has no 30th of December 2011 are what they are everywhere', () => {
    vi.stubEnv('TZ', 'Pacific/Apia')
    expect(new Date(2011, 11, 30).getDate()).toBe(31)
    expect(addMonths('2011-11-30', 1)).toBe('2011-12-30')
    expect(addMonths('2011-10-31', 1)).toBe('2011-12-01')
    expect(weekdayOf('2011-12-30')).toBe(5)
    expect(dayKind(null, '2011-12-31')).toBe('restday')
  })

  it.each([
    ['day', 'mon', '2011-12-31'],
    ['week', 'mon', '2012-01-02'],
    ['week', 'sun', '2012-01-01'],
    ['month', 'mon', '2012-01-01'],
  ] as const)('lie in a %s that begins on %s and ends before %s', (calendar, weekStart, end) => {
    vi.stubEnv('TZ', 'Pacific/Apia')
    const { placeOf, leaves } = rulerOf({ calendar }, 'UTC', weekStart)
    expect(leaves(placeOf(Date.parse('2011-12-30T12:00:00Z')))).toBe(placeOf(Date.parse(end)))
  })
})

describe('a date beyond the year 9999', () => {
  it.each([{ days: 9_000_000 }, { months: 120_000 }, { years: 9_000 }])(
    'a date beyond the year 9999 of %o never comes',
    (duration) => {
      expect(addToDay('2026-01-31', duration, null)).toBe(NEVER)
      expect(passedAt(Date.parse('2026-01-31T12:00:00Z'), duration, 'Asia/Shanghai', null)).toBe(Infinity)
    },
  )
})

describe('a week before 1970', () => {
  it('ends as every week does', () => {
    const { placeOf, leaves } = rulerOf({ calendar: 'week' }, 'UTC', 'mon')
    expect(leaves(placeOf(Date.parse('1969-12-31T12:00:00Z')))).toBe(placeOf(Date.parse('1970-01-05')))
    expect(leaves(placeOf(Date.parse('1969-12-23T12:00:00Z')))).toBe(placeOf(Date.parse('1969-12-29')))
  })
})

describe('the time of a step on a day on which the clock is changed', () => {
  it.each([
    [
      'a time that is missing is the end of the gap',
      ['Europe/Berlin'],
      '2026-03-29',
      '02:30',
      '2026-03-29T01:00Z',
    ],
    ['a time that comes twice is the first', ['Europe/Berlin'], '2026-10-25', '02:30', '2026-10-25T00:30Z'],
    ['missing in New York', ['America/New_York'], '2026-03-08', '02:30', '2026-03-08T07:00Z'],
    ['twice in New York', ['America/New_York'], '2026-11-01', '01:30', '2026-11-01T05:30Z'],
    ['a missing midnight', ['America/Santiago'], '2026-09-06', '00:00', '2026-09-06T04:00Z'],
    ['a last hour that comes twice', ['America/Santiago'], '2026-04-04', '23:30', '2026-04-05T02:30Z'],
    ['two zones', ['Europe/Berlin', 'America/New_York'], '2026-03-29', '02:30', '2026-03-29T06:30Z'],
  ])('the time of a step: %s', (_, zones, day, time, then) => {
    expect(instantInAll(zones, day, time)).toBe(Date.parse(then))
  })
})
