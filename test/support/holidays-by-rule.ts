import {
  easter,
  fixed,
  free,
  inCalendar,
  isWeekend,
  last,
  MONDAY,
  nth,
  onOrAfter,
  orthodoxEaster,
  plus,
  season,
  THURSDAY,
  weekday,
  withSubstitutes,
} from './holiday-rules.ts'

/** Holidays of a year as the law of the country makes them, for the calendars that rules determine wholly. */
export const HOLIDAYS_BY_RULE: Record<string, (year: number) => string[]> = {
  'au-national': australia,
  'br-national': brazil,
  'cl-national': chile,
  'co-national': colombia,
  'gb-eng': england,
  'gr-national': greece,
  'in-national': (year) => fixed(year, '01-26', '08-15', '10-02'),
  'it-national': italy,
  'jp-national': japan,
  'kr-national': korea,
  'mx-national': mexico,
  'us-federal': unitedStates,
}

function around(sunday: string, ...offsets: number[]): string[] {
  return offsets.map((days) => plus(sunday, days))
}

function australia(year: number): string[] {
  const anzac = `${year}-04-25`
  return [
    ...withSubstitutes(fixed(year, '01-01', '01-26', '12-25', '12-26')),
    ...around(easter(year), -2, -1, 0, 1),
    anzac,
    ...(isWeekend(anzac) ? [onOrAfter(anzac, MONDAY)] : []),
    nth(year, 6, 2, MONDAY),
    last(year, 9, MONDAY),
    nth(year, 10, 1, MONDAY),
  ]
}

function brazil(year: number): string[] {
  const national = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '11-20', '12-25']
  const states = ['04-23', '06-24', '06-29', '07-09', '09-16', '11-30']
  const elections = year % 2 === 0 ? [nth(year, 10, 1, 7), last(year, 10, 7)] : []
  const sunday = easter(year)
  return [...fixed(year, ...national, ...states), ...elections, ...around(sunday, -48, -47, -2, 8, 60)]
}

/** Law 19.668 moves two days, law 20.299 the Reformation, laws 20.215 and 20.983 close the gap beside Independence Day. */
function chile(year: number): string[] {
  const kept = ['01-01', '05-01', '05-21', '07-16', '08-15', '09-18', '09-19', '11-01', '12-08', '12-25']
  const moved = fixed(year, '06-29', '10-12').map((day) => {
    const of = weekday(day)
    if (of >= 2 && of <= 4) return plus(day, 1 - of)
    return of === 5 ? plus(day, 3) : day
  })
  const reformation = `${year}-10-31`
  const to = { 2: -4, 3: 2 }[weekday(reformation)] ?? 0
  const beside = { 2: ['09-17'], 3: ['09-20'], 6: ['09-17'] }[weekday(`${year}-09-18`)] ?? []
  return [
    ...fixed(year, ...kept, ...beside),
    ...around(easter(year), -2, -1),
    season('june', year, 'America/Santiago'),
    ...moved,
    plus(reformation, to),
  ]
}

function colombia(year: number): string[] {
  const moved = ['01-06', '03-19', '06-29', '08-15', '10-12', '11-01', '11-11']
  if (year >= 2026) moved.push('07-09')
  return [
    ...fixed(year, '01-01', '05-01', '07-20', '08-07', '12-08', '12-25'),
    ...fixed(year, ...moved).map((day) => onOrAfter(day, MONDAY)),
    ...around(easter(year), -3, -2, 43, 64, 71),
  ]
}

function england(year: number): string[] {
  const mondays = [nth(year, 5, 1, MONDAY), last(year, 5, MONDAY), last(year, 8, MONDAY)]
  return [
    ...withSubstitutes(fixed(year, '01-01', '12-25', '12-26')),
    ...around(easter(year), -2, 1),
    ...mondays,
  ]
}

/** 1 May on Holy Saturday is kept on Easter Tuesday (as in 2021). */
function greece(year: number): string[] {
  const sunday = orthodoxEaster(year)
  const labour = plus(sunday, -1) === `${year}-05-01` ? [plus(sunday, 2)] : []
  return [
    ...fixed(year, '01-01', '01-06', '03-25', '05-01', '08-15', '10-28', '12-25', '12-26'),
    ...around(sunday, -48, -2, 0, 1, 49, 50),
    ...labour,
  ]
}

function italy(year: number): string[] {
  const francis = year >= 2026 ? ['10-04'] : []
  const days = ['01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '11-01', '12-08', '12-25', '12-26']
  return [...fixed(year, ...days, ...francis), ...around(easter(year), 0, 1)]
}

function japan(year: number): string[] {
  const days = [
    ...fixed(year, '01-01', '02-11', '02-23', '04-29', '05-03', '05-04', '05-05', '08-11', '11-03', '11-23'),
    nth(year, 1, 2, MONDAY),
    nth(year, 7, 3, MONDAY),
    nth(year, 9, 3, MONDAY),
    nth(year, 10, 2, MONDAY),
    ...(['march', 'september'] as const).map((name) => season(name, year, 'Asia/Tokyo')),
  ]
  const substitutes = days.filter((day) => weekday(day) === 7).map((day) => nextFree(day, days))
  const between = days.map((day) => plus(day, 1)).filter((day) => days.includes(plus(day, 1)))
  return [...days, ...substitutes, ...between]
}

function nextFree(day: string, taken: readonly string[]): string {
  let next = plus(day, 1)
  while (taken.includes(next)) next = plus(next, 1)
  return next
}

/** Elections of a term that ends, and holidays that the government declared. */
const KOREA_DECLARED = ['2025-01-27', '2025-06-03', '2026-06-03', '2028-04-12']

function korea(year: number): string[] {
  const lunar = (month: number, day: number) => inCalendar('dangi', year, month, day)
  const feasts = [...lunar(1, 1), ...lunar(8, 15)].flatMap((day) => around(day, -1, 0, 1))
  const added = year >= 2026 ? ['05-01', '07-17'] : []
  const moving = [
    ...fixed(year, '03-01', '05-05', '08-15', '10-03', '10-09', '12-25', ...added),
    ...lunar(4, 8),
  ]
  const days = [...feasts, ...moving, ...fixed(year, '01-01', '06-06')]
  const twice = days.filter((day, index) => days.indexOf(day) !== index)
  const lost = [
    ...feasts.filter((day) => weekday(day) === 7),
    ...moving.filter((day) => isWeekend(day) && !feasts.includes(day)),
    ...twice,
  ]
  const all = [...days, ...KOREA_DECLARED.filter((day) => day.startsWith(String(year)))]
  for (const day of lost.sort()) all.push(free(day, all))
  return all
}

function mexico(year: number): string[] {
  return [
    ...fixed(year, '01-01', '05-01', '09-16', '11-02', '12-12', '12-25'),
    nth(year, 2, 1, MONDAY),
    nth(year, 3, 3, MONDAY),
    nth(year, 11, 3, MONDAY),
    ...around(easter(year), -3, -2),
  ]
}

function unitedStates(year: number): string[] {
  const days = fixed(year, '01-01', '06-19', '07-04', '11-11', '12-25')
  const observed = [...days, `${year + 1}-01-01`].map((day) =>
    weekday(day) === 6 ? plus(day, -1) : weekday(day) === 7 ? plus(day, 1) : day,
  )
  return [
    ...days,
    ...observed.filter((day) => day.startsWith(String(year))),
    nth(year, 1, 3, MONDAY),
    nth(year, 2, 3, MONDAY),
    last(year, 5, MONDAY),
    nth(year, 9, 1, MONDAY),
    nth(year, 10, 2, MONDAY),
    nth(year, 11, 4, THURSDAY),
  ]
}
