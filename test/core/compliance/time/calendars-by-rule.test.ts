import { describe, expect, it } from 'vitest'
import {
  easter,
  fixed,
  inCalendar,
  isWeekend,
  last,
  MONDAY,
  plus,
  withSubstitutes,
} from '../../../support/holiday-rules.ts'
import { HOLIDAYS_BY_RULE } from '../../../support/holidays-by-rule.ts'
import { shipped } from '../../../support/law.ts'

const calendars = new Map(shipped().calendars.map((calendar) => [calendar.calendar, calendar]))
const yearsOf = (name: string) => calendars.get(name)?.years ?? []

function daysOf(name: string, year: number, list: 'holidays' | 'workdays' = 'holidays'): string[] {
  const calendar = calendars.get(name)
  // What may be a holiday stands apart.
  const doubtful = list === 'holidays' ? (calendar?.unknown ?? []) : []
  return [...(calendar?.[list] ?? []), ...doubtful].filter((day) => day.startsWith(String(year))).sort()
}

function expectHolidays(name: string, year: number, days: readonly string[]): void {
  expect(daysOf(name, year)).toEqual(expect.arrayContaining([...days]))
}

/** A proclaimed day may lie so many days from the computed one. */
function expectNear(name: string, computed: readonly string[], days: number): void {
  for (const day of computed) {
    const near = Array.from({ length: 2 * days + 1 }, (_, index) => plus(day, index - days))
    const found = near.some((one) => daysOf(name, Number(day.slice(0, 4))).includes(one))
    expect({ day, found }).toEqual({ day, found: true })
  }
}

/** Weekdays that are off, less those that the calendar makes up for by working on a weekend. */
function freeWeekdays(name: string, year: number): number {
  const off = daysOf(name, year).filter((day) => !isWeekend(day)).length
  return off - daysOf(name, year, 'workdays').length
}

describe('a calendar that rules determine', () => {
  const cases = Object.keys(HOLIDAYS_BY_RULE).flatMap((name) => yearsOf(name).map((year) => ({ name, year })))

  it.each(cases)('$name $year has what they give, and nothing else', ({ name, year }) => {
    const expected = HOLIDAYS_BY_RULE[name]?.(year) ?? []
    expect(daysOf(name, year)).toEqual([...new Set(expected)].sort())
  })
})

describe('a calendar that is proclaimed has the days that can be computed', () => {
  it.each(yearsOf('cn-statutory'))('China %i, and gives 13 weekdays after what is made up', (year) => {
    const spring = inCalendar('chinese', year, 1, 1).flatMap((day) =>
      [-1, 0, 1, 2].map((days) => plus(day, days)),
    )
    const clear = Math.floor((year - 2000) * 0.2422 + 4.81) - Math.floor((year - 2000) / 4)
    expectHolidays('cn-statutory', year, [
      ...fixed(year, '01-01', `04-0${clear}`, '05-01', '05-02', '10-01', '10-02', '10-03'),
      ...spring,
      ...inCalendar('chinese', year, 5, 5),
      ...inCalendar('chinese', year, 8, 15),
    ])
    expect(freeWeekdays('cn-statutory', year)).toBe(13)
  })

  it.each(yearsOf('id-national'))('Indonesia %i', (year) => {
    const christian = [-2, 0, 39].map((days) => plus(easter(year), days))
    expectHolidays('id-national', year, [
      ...fixed(year, '01-01', '05-01', '06-01', '08-17', '12-25'),
      ...christian,
    ])
    const islamic: [number, number][] = [
      [1, 1],
      [3, 12],
      [7, 27],
      [10, 1],
      [10, 2],
      [12, 10],
    ]
    for (const [month, day] of islamic) {
      expectNear('id-national', inCalendar('islamic-umalqura', year, month, day), 1)
    }
    expectNear('id-national', inCalendar('chinese', year, 1, 1), 1)
    expectNear('id-national', inCalendar('chinese', year, 4, 15), 1)
  })

  it.each(yearsOf('ph-national'))('the Philippines %i', (year) => {
    const days = ['01-01', '04-09', '05-01', '06-12', '08-21', '11-01', '11-30', '12-08', '12-24', '12-25']
    expectHolidays('ph-national', year, [
      ...fixed(year, ...days, '12-30', '12-31'),
      ...[-3, -2, -1].map((offset) => plus(easter(year), offset)),
      last(year, 8, MONDAY),
    ])
    expectNear('ph-national', inCalendar('islamic-umalqura', year, 10, 1), 2)
    expectNear('ph-national', inCalendar('islamic-umalqura', year, 12, 10), 1)
    expectNear('ph-national', inCalendar('chinese', year, 1, 1), 1)
  })

  it.each(yearsOf('ru-national'))('Russia %i, and a weekday for each that fell on a weekend', (year) => {
    const january = Array.from({ length: 8 }, (_, index) => `01-0${index + 1}`)
    const days = fixed(year, ...january, '02-23', '03-08', '05-01', '05-09', '06-12', '11-04')
    expectHolidays('ru-national', year, days)
    expect(freeWeekdays('ru-national', year)).toBe(days.length)
  })

  it.each(yearsOf('th-national'))('Thailand %i, with days in lieu', (year) => {
    const songkran = ['04-13', '04-14', '04-15']
    const spring = ['01-01', '04-06', ...songkran, '05-01', '05-04', '06-03']
    const autumn = ['07-28', '08-12', '10-13', '10-23', '12-05', '12-10', '12-31']
    expectHolidays('th-national', year, withSubstitutes(fixed(year, ...spring, ...autumn)))
    for (const [month, day] of [
      [1, 15],
      [4, 15],
      [6, 15],
      [6, 16],
    ] as const) {
      expectNear('th-national', inCalendar('chinese', year, month, day), 1)
    }
  })
})
