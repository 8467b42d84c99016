import { DateTime } from 'luxon'

/** Rules by which holidays are computed, written apart from the engine's own days. */

const text = (date: DateTime) => date.toFormat('yyyy-MM-dd')
const dateOf = (day: string) => DateTime.fromISO(day, { zone: 'utc' })

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7
export const [MONDAY, THURSDAY] = [1, 4] as const

/** `fixed(2026, '01-01', '12-25')`. */
export function fixed(year: number, ...days: string[]): string[] {
  return days.map((day) => `${year}-${day}`)
}

export function plus(day: string, days: number): string {
  return text(dateOf(day).plus({ days }))
}

/** Monday is 1, Sunday 7. */
export function weekday(day: string): number {
  return dateOf(day).weekday
}

export function isWeekend(day: string): boolean {
  return weekday(day) > 5
}

/** The first such weekday on or after that day. */
export function onOrAfter(day: string, wanted: Weekday): string {
  return plus(day, (wanted - weekday(day) + 7) % 7)
}

export function nth(year: number, month: number, which: number, wanted: Weekday): string {
  return plus(onOrAfter(text(DateTime.utc(year, month, 1)), wanted), (which - 1) * 7)
}

export function last(year: number, month: number, wanted: Weekday): string {
  return plus(onOrAfter(text(DateTime.utc(year, month, 1).plus({ months: 1 })), wanted), -7)
}

/** Gauss, as Meeus gives it for the Gregorian calendar. */
export function easter(year: number): string {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const [d, e] = [Math.floor(b / 4), b % 4]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  return text(DateTime.utc(year, month, (h + l - 7 * m + 33 * month + 19) % 32))
}

/** The Julian computus, thirteen days later in this century. */
export function orthodoxEaster(year: number): string {
  const d = (19 * (year % 19) + 15) % 30
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
  const month = Math.floor((d + e + 114) / 31)
  return plus(text(DateTime.utc(year, month, ((d + e + 114) % 31) + 1)), 13)
}

/** Days of the year that are that day of that month in another calendar, such as 1/1 of `dangi`. */
export function inCalendar(calendar: string, year: number, month: number, day: number): string[] {
  const parts = new Intl.DateTimeFormat(`en-u-ca-${calendar}`, {
    timeZone: 'UTC',
    month: 'numeric',
    day: 'numeric',
  })
  const found: string[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const named = parts.formatToParts(at)
    const value = (type: string) => Number(named.find((part) => part.type === type)?.value)
    if (value('month') === month && value('day') === day) found.push(new Date(at).toISOString().slice(0, 10))
  }
  return found
}

/** Dates of equinoxes and solstices: mean instants and coefficients of Meeus, table 27.B, good to a quarter of an hour. */
const SEASONS = {
  march: [2451623.80984, 365242.37404, 0.05169, -0.00411, -0.00057],
  june: [2451716.56767, 365241.62603, 0.00325, 0.00888, -0.0003],
  september: [2451810.21715, 365242.01767, -0.11575, 0.00337, 0.00078],
} as const

export function season(name: keyof typeof SEASONS, year: number, zone: string): string {
  const t = (year - 2000) / 1000
  const julian = SEASONS[name].reduce((sum, coefficient, power) => sum + coefficient * t ** power, 0)
  const at = (julian - 2440587.5) * 86_400_000
  return text(DateTime.fromMillis(at, { zone }))
}

/** Each of the days, and for one on a weekend the next weekday that is free. */
export function withSubstitutes(days: readonly string[]): string[] {
  const all = [...days]
  for (const day of days.filter(isWeekend)) all.push(free(day, all))
  return all
}

/** The next day after it that is neither on a weekend nor taken. */
export function free(day: string, taken: readonly string[]): string {
  let next = plus(day, 1)
  while (isWeekend(next) || taken.includes(next)) next = plus(next, 1)
  return next
}
