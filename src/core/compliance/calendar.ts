import type { Day } from '../base/time.ts'

/** `schedules/calendars/*.yaml`: public holidays and make-up workdays; a year that is not in `years` is unknown, and denies. */
export interface Calendar {
  calendar: string
  years: number[]
  holidays: Day[]
  workdays: Day[]
  /** Where the data comes from and how it was checked. */
  source: string
}
