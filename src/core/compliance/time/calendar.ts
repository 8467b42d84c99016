import { utc } from '@date-fns/utc'
import { isWeekend } from 'date-fns'
import { z } from 'zod'
import { type Day, isDay } from '../../base/time.ts'

const date = z.string().refine(isDay, 'a date that exists, YYYY-MM-DD')

export const CalendarSchema = z
  .strictObject({
    calendar: z.string().regex(/^[a-z][a-z0-9-]*$/),
    years: z.array(z.number().int().min(1970).max(2200)).min(1).describe('years that are wholly known'),
    holidays: z.array(date),
    workdays: z.array(date).describe('make-up workdays: weekend days that are worked'),
    unknown: z
      .array(date)
      .default([])
      .describe('days of these years of which no source says what they are: judged under every reading'),
    source: z.string().min(1).describe('where the data comes from and how it was checked'),
  })
  .superRefine((calendar, context) => {
    for (const list of ['holidays', 'workdays', 'unknown'] as const) {
      calendar[list].forEach((day, index) => {
        if (calendar.years.includes(Number(day.slice(0, 4)))) return
        context.addIssue({ code: 'custom', path: [list, index], message: `${day} lies in none of the years` })
      })
    }
  })

/** `schedules/calendars/*.yaml`: public holidays and make-up workdays; a year that is not in `years` is unknown, and so is a day of `unknown`. */
export interface Calendar {
  calendar: string
  years: number[]
  holidays: Day[]
  workdays: Day[]
  /** Days of these years of which no source says what they are. */
  unknown?: Day[]
  /** The origin of the data, and how it was checked. */
  source: string
}

export const DAY_KINDS = ['holiday', 'workday', 'restday'] as const
export type DayKind = (typeof DAY_KINDS)[number]

/** The sort of day that it is by the calendar; without one no day is a holiday. Null = the calendar does not know: it may be any of them. */
export function dayKind(calendar: Calendar | null, day: Day): DayKind | null {
  if (calendar) {
    const { years, holidays, workdays, unknown } = indexOf(calendar)
    if (!years.has(Number(day.slice(0, 4))) || unknown.has(day)) return null
    if (holidays.has(day)) return 'holiday'
    if (workdays.has(day)) return 'workday'
  }
  return isWeekend(day, { in: utc }) ? 'restday' : 'workday'
}

interface Index {
  years: Set<number>
  holidays: Set<Day>
  workdays: Set<Day>
  unknown: Set<Day>
}
const indexes = new WeakMap<Calendar, Index>()

function indexOf(calendar: Calendar): Index {
  let index = indexes.get(calendar)
  if (!index) {
    index = {
      years: new Set(calendar.years),
      holidays: new Set(calendar.holidays),
      workdays: new Set(calendar.workdays),
      unknown: new Set(calendar.unknown),
    }
    indexes.set(calendar, index)
  }
  return index
}
