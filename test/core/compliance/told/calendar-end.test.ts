import { describe, expect, it } from 'vitest'
import type { Calendar } from '../../../../src/core/compliance/time/calendar.ts'
import { calendarsEnding } from '../../../../src/core/compliance/told/calendar-end.ts'
import { packOf } from '../../../support/law.ts'

const clock = { zone: 'debtor', calendar: 'xx-days' }
const holidaysShut = {
  kind: 'window',
  parameters: {
    open: [
      { days: 'daily', hours: ['08:00', '20:00'] },
      { days: 'hol', hours: null },
    ],
  },
}
const daily = { kind: 'window', parameters: { open: [{ days: 'daily', hours: ['08:00', '20:00'] }] } }
const business = {
  kind: 'gap',
  parameters: { after: { event: 'attempt' }, atLeast: { businessDays: 5 }, per: ['person'] },
}
const pack = packOf([holidaysShut, daily, business], { clock })

function days(calendar: string, ...years: number[]): Calendar {
  return { calendar, years, holidays: [], workdays: [], source: 'a test' }
}

function ending(calendar: Calendar, today: string) {
  return calendarsEnding({ packs: [pack], calendars: [calendar] }, today, 60)
}

describe('a calendar that ends', () => {
  const rules = ['XX-T1', 'XX-T3']

  it('the end is told sixty days before, with the rules that ask the calendar', () => {
    expect(ending(days('xx-days', 2025, 2026), '2026-11-01')).toEqual([])
    expect(ending(days('xx-days', 2025, 2026), '2026-11-02')).toEqual([
      { calendar: 'xx-days', until: '2026-12-31', rules },
    ])
  })

  it('the end is told when the calendar has ended', () => {
    expect(ending(days('xx-days', 2025, 2026), '2027-01-01')).toEqual([
      { calendar: 'xx-days', until: null, rules },
    ])
  })

  it('the calendar ends where a year is missing, in whatever order the years stand', () => {
    expect(ending(days('xx-days', 2028, 2026, 2025), '2026-12-01')).toMatchObject([{ until: '2026-12-31' }])
    expect(ending(days('xx-days', 2027, 2026, 2025), '2026-12-01')).toEqual([])
  })

  it('the end is nobody’s business where no pack names the calendar', () => {
    expect(ending(days('xx-other', 2025), '2026-12-01')).toEqual([])
  })
})
