import { describe, expect, it } from 'vitest'
import type { Calendar } from '../../../src/core/compliance/calendar.ts'
import { hoursOf } from '../../../src/core/compliance/hours.ts'
import { dayNumber, weekdayOf } from '../../../src/core/base/time.ts'
import { shipped } from '../../support/law.ts'

const { packs, calendars } = shipped()
const YEARS = [2025, 2026, 2027, 2028]

/** Years that a government has not settled yet, as far as known: rules that ask about them deny. To renew a calendar, take its year out here. */
const OPEN: Record<string, { years: number[]; why: string }> = {
  'cn-statutory': { years: [2027, 2028], why: 'the State Council arranges a year in the November before' },
  'id-national': { years: [2028], why: 'three ministers decree a year in the autumn before' },
  'ph-national': { years: [2028], why: 'the President proclaims a year in the autumn before' },
  'ru-national': { years: [2027, 2028], why: 'the government moves days off in the autumn before' },
  'th-national': { years: [2027, 2028], why: 'the cabinet adds days off in the year before' },
}

describe('the calendars of the packs', () => {
  const named = [...new Set(packs.flatMap(({ clock }) => clock.calendar ?? []))].sort()

  it.each(named)('%s is there, and knows every year from 2025 to 2028 that is not open', (name) => {
    const years = calendars.find(({ calendar }) => calendar === name)?.years ?? []
    const open = OPEN[name]?.years ?? []
    expect(years.filter((year) => YEARS.includes(year))).toEqual(YEARS.filter((year) => !open.includes(year)))
  })

  it.each(calendars)('$calendar lists each day once, in order, and works on weekends only', (calendar) => {
    const { holidays, workdays, years } = calendar
    for (const days of [holidays, workdays]) expect(days).toEqual([...new Set(days)].sort())
    expect(workdays.filter((day) => holidays.includes(day))).toEqual([])
    expect(workdays.filter((day) => ![0, 6].includes(weekdayOf(day)))).toEqual([])
    const empty = years.filter((year) => !holidays.some((day) => day.startsWith(String(year))))
    expect(empty).toEqual([])
  })
})

const TUESDAY = dayNumber('2026-05-05')
const SATURDAY = dayNumber('2026-05-09')

function calendarOf(lists: Partial<Calendar>): Calendar {
  return { calendar: 'of-a-test', years: [2026], holidays: [], workdays: [], source: 'a test', ...lists }
}

/** Why a calendar may close a day too many where it is in doubt, and may make up a workday only where it is sure. */
describe('a rule about hours never opens on a holiday what it closes on a day of work', () => {
  const windows = packs.flatMap(({ rules }) =>
    rules.flatMap((rule) =>
      rule.kind === 'window' && Array.isArray(rule.parameters.open)
        ? [{ rule: rule.rule, open: rule.parameters.open }]
        : [],
    ),
  )

  it.each(windows)('$rule', ({ open }) => {
    const plain = hoursOf(open, calendarOf({}))
    const off = hoursOf(open, calendarOf({ holidays: ['2026-05-05', '2026-05-09'] }))
    const worked = hoursOf(open, calendarOf({ workdays: ['2026-05-09'] }))
    expect(within(off(TUESDAY), plain(TUESDAY))).toBe(true)
    expect(within(off(SATURDAY), plain(SATURDAY))).toBe(true)
    expect(within(plain(SATURDAY), worked(SATURDAY))).toBe(true)
  })
})

type Stretches = readonly (readonly [number, number])[]

function within(inner: Stretches, outer: Stretches): boolean {
  return inner.every(([from, until]) => outer.some(([start, end]) => start <= from && until <= end))
}
