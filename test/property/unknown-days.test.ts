import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, HOUR, instantAt, MINUTE, weekdayOf } from '../../src/core/base/time.ts'
import type { Calendar } from '../../src/core/compliance/time/calendar.ts'
import { addToDay, passedAt } from '../../src/core/compliance/time/duration.ts'
import { judgeAt } from '../../src/core/compliance/judgement.ts'
import { file, lawOf, question } from '../support/law.ts'
import { drawn } from './drawn.ts'

const ZONE = 'Europe/Berlin'
/** A Saturday, so that a calendar can say each of the three of it. */
const SATURDAY = '2026-05-09'

const calendar = (days: Partial<Calendar>): Calendar => {
  return { calendar: 'c', years: [2026], holidays: [], workdays: [], source: 'drawn', ...days }
}
const READINGS = [{ holidays: [SATURDAY] }, { workdays: [SATURDAY] }, {}].map(calendar)

const hour = fc.integer({ min: 0, max: 23 }).map((of) => `${String(of).padStart(2, '0')}:00`)
const slot = fc.record({
  days: fc.constantFrom('daily', 'mon-fri', 'sat', 'sun', 'workday', 'restday', 'hol'),
  hours: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(hour, hour).filter(([from, until]) => from !== until) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
})

describe('a day that the calendar does not know', () => {
  it('the law permits on it what each of its three readings permits, and nothing else', () => {
    const minute = fc.integer({ min: -36 * 4, max: 60 * 4 })
    fc.assert(
      fc.property(
        fc.array(slot, { minLength: 1, maxLength: 5 }),
        minute,
        fc.constantFrom(0, 0, 30, 240),
        (open, quarters, durationMinutes) => {
          const at = instantAt(ZONE, SATURDAY) + quarters * 15 * MINUTE
          const visit = question(at, { channel: 'visit', durationMinutes })
          const rule = { kind: 'window', parameters: { open, wholeContact: true } }
          const permits = (one: Calendar): boolean => {
            const law = lawOf([rule], { clock: { zone: 'debtor', calendar: 'c' } }, [one])
            return judgeAt(visit, file({ zones: [ZONE] }), law).refusals.length === 0
          }
          expect(permits(calendar({ unknown: [SATURDAY] }))).toBe(READINGS.every(permits))
        },
      ),
      drawn(1500),
    )
  })

  it('the day counts in business days as the reading that waits longest, and keeps for as long as the shortest', () => {
    const MAY = Array.from({ length: 25 }, (_, index) => addDays('2026-05-04', index))
    fc.assert(
      fc.property(
        fc.subarray(MAY, { maxLength: 5 }),
        fc.subarray(MAY, { maxLength: 5 }),
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 0, max: 23 }),
        (unknown, known, businessDays, hours) => {
          const holidays = known.filter((day) => !unknown.includes(day))
          const count = { businessDays }
          const from = '2026-05-04'
          const readings = subsets(unknown).map((worked) => {
            const workdays = worked.filter((day) => [0, 6].includes(weekdayOf(day)))
            return calendar({
              workdays,
              holidays: [...holidays, ...unknown.filter((day) => !worked.includes(day))],
            })
          })
          const ends = readings.map((one) => addToDay(from, count, one)).sort()
          const asked = calendar({ unknown, holidays })
          expect(addToDay(from, count, asked)).toBe(ends.at(-1))
          expect(addToDay(from, count, asked, 'sooner')).toBe(ends[0])
          const event = instantAt(ZONE, from) + hours * HOUR
          expect(passedAt(event, count, ZONE, asked)).toBe(
            Math.max(...readings.map((one) => passedAt(event, count, ZONE, one))),
          )
        },
      ),
      drawn(400),
    )
  })
})

function subsets<T>([first, ...rest]: readonly T[]): T[][] {
  if (first === undefined) return [[]]
  return subsets(rest).flatMap((some) => [some, [first, ...some]])
}
