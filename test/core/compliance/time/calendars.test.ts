import { describe, expect, it } from 'vitest'
import type { Calendar } from '../../../../src/core/compliance/time/calendar.ts'
import { hoursOf } from '../../../../src/core/compliance/time/hours.ts'
import { dayNumber, weekdayOf } from '../../../../src/core/base/time.ts'
import { judgeAt } from '../../../../src/core/compliance/judgement.ts'
import { compileLaw } from '../../../../src/core/compliance/pack/law.ts'
import { at, file, question, shipped } from '../../../support/law.ts'

const { packs, calendars } = shipped()
const YEARS = [2025, 2026, 2027, 2028]
const TUESDAY = dayNumber('2026-05-05')
const SATURDAY = dayNumber('2026-05-09')

/** Years that a government has not settled yet, as far as known: their days are judged under every reading. To renew a calendar, take its year out here. */
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
    const { holidays, workdays, unknown = [], years } = calendar
    for (const days of [holidays, workdays, unknown]) expect(days).toEqual([...new Set(days)].sort())
    expect(workdays.filter((day) => holidays.includes(day))).toEqual([])
    expect(unknown.filter((day) => [...holidays, ...workdays].includes(day))).toEqual([])
    expect(workdays.filter((day) => ![0, 6].includes(weekdayOf(day)))).toEqual([])
    const empty = years.filter((year) => !holidays.some((day) => day.startsWith(String(year))))
    expect(empty).toEqual([])
  })
})

describe('on 1 January 2027, which two governments have not arranged', () => {
  const law = compileLaw({ packs, calendars })
  const asked = (region: string, zone: string, local: string) => {
    const known = file({ regions: [region], zones: [zone] })
    const { refusals, warnings } = judgeAt(question(at(local, zone), { channel: 'sms' }), known, law)
    return [...refusals, ...warnings].map(({ rule }) => rule)
  }

  it('Russia hears from us while workdays, rest days and holidays are open', () => {
    const russia = (local: string) => asked('RU', 'Europe/Moscow', local)
    expect(russia('2027-01-01T08:59')).toEqual(['RU-01', 'calendar_unknown'])
    expect(russia('2027-01-01T09:00')).toEqual(['calendar_unknown'])
    expect(russia('2027-06-15T19:59')).toEqual(['calendar_unknown'])
    expect(russia('2027-06-15T20:00')).toEqual(['RU-01', 'calendar_unknown'])
    expect(russia('2026-12-30T20:59')).toEqual([])
  })

  it('Thailand hears from us within the hours that every reading opens', () => {
    const thailand = (local: string) => asked('TH', 'Asia/Bangkok', local)
    expect(thailand('2027-01-04T08:00')).toEqual(['calendar_unknown'])
    expect(thailand('2027-01-04T17:59')).toEqual(['calendar_unknown'])
    expect(thailand('2027-01-04T18:00')).toEqual(['TH-01', 'calendar_unknown'])
  })
})

/** The hours of each reading, worked out here by hand, one after the other. */
describe('hours of a day that nobody knows', () => {
  const windows = packs.flatMap(({ rules }) =>
    rules.flatMap((rule) =>
      rule.kind === 'window' && Array.isArray(rule.parameters.open)
        ? [{ rule: rule.rule, open: rule.parameters.open }]
        : [],
    ),
  )
  const MINUTES = Array.from({ length: 96 }, (_, quarter) => quarter * 15 * 60_000 + 1)
  const opensAt = (stretches: Stretches) =>
    MINUTES.filter((time) => stretches.some(([from, until]) => time >= from && time < until))

  it.each(windows)('$rule: open exactly where a workday, a rest day and a holiday are', ({ open }) => {
    for (const [number, day, weekend] of [
      [TUESDAY, '2026-05-05', false],
      [SATURDAY, '2026-05-09', true],
    ] as const) {
      const holiday = opensAt(hoursOf(open, calendarOf({ holidays: [day] }))(number))
      const usual = opensAt(hoursOf(open, calendarOf({}))(number))
      const made = opensAt(hoursOf(open, calendarOf({ workdays: [day] }))(number))
      const unknown = opensAt(hoursOf(open, calendarOf({ unknown: [day] }))(number))
      const all = [holiday, made, ...(weekend ? [usual] : [])]
      // A rest day on a weekday has no calendar of its own: its hours lie inside those of a holiday or of none.
      expect(unknown.every((time) => all.every((reading) => reading.includes(time)))).toBe(true)
      if (weekend) {
        expect(unknown).toEqual(MINUTES.filter((time) => all.every((reading) => reading.includes(time))))
      }
    }
  })
})

function calendarOf(lists: Partial<Calendar>): Calendar {
  return { calendar: 'of-a-test', years: [2026], holidays: [], workdays: [], source: 'a test', ...lists }
}

/** The reason why a calendar may close a day too many where it is in doubt, and may make up a workday only where it is sure. */
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
