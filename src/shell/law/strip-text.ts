import {
  addDays,
  type Day,
  dayOf,
  type Instant,
  instantAt,
  isoOf,
  timeOfDayOf,
  weekdayOf,
  type Zone,
} from '../../core/base/time.ts'
import type { LegalStretch } from '../../core/compliance/told/stretches.ts'
import type { Reason } from '../../core/model/verdict.ts'
import { painted } from '../env/colour.ts'
import { type Cell, type StripDay, stripOf } from './strip.ts'

export interface StripLook {
  zone: Zone
  /** Characters in a line. */
  width: number
  colour: boolean
  /** Whether a rule closes by the hours of the day; others are told with their end. */
  isWindow: (reason: Reason) => boolean
}

/** A row for each local day: its hours, and beside them what closes which. */
export function stripText(stretches: readonly LegalStretch[], look: StripLook): string[] {
  const cellMinutes = look.width >= 110 ? 30 : 60
  const days = stripOf(stretches, look.zone, cellMinutes)
  const perHour = 60 / cellMinutes
  const hours = Array.from({ length: 8 }, (_, index) =>
    String(index * 3)
      .padStart(2, '0')
      .padEnd(3 * perHour),
  )
  return [
    `${' '.repeat(LABEL)}${hours.join('')}`,
    ...days.flatMap((day) => dayLines(day, look, 24 * perHour)),
    '',
    `${marked('open', look)} may begin   ${marked('closed', look)} may not   ${marked('part', look)} partly   each cell ${cellMinutes} minutes`,
  ]
}

const LABEL = 16
const MARK = { open: '█', closed: '·', part: '▒', none: ' ' } as const satisfies Record<Cell, string>
const COLOUR = { open: 32, closed: 31, part: 33, none: 0 } as const satisfies Record<Cell, number>

function marked(cell: Cell, { colour }: StripLook): string {
  return colour && cell !== 'none' ? painted(MARK[cell], COLOUR[cell]) : MARK[cell]
}

function dayLines({ day, cells, closed }: StripDay, look: StripLook, width: number): string[] {
  const row = cells.map((cell) => marked(cell, look)).join('')
  const notes = notesOf(day, closed, look)
  const [first = '', ...rest] = notes
  return [
    `${dayName(day).padEnd(LABEL)}${row}  ${first}`.trimEnd(),
    ...rest.map((note) => `${' '.repeat(LABEL + width)}  ${note}`),
  ]
}

/** The notes say which rule closes which hours of the day; rules of the same hours share one line. */
function notesOf(day: Day, closed: readonly LegalStretch[], look: StripLook): string[] {
  const times = new Map<string, [Instant, Instant][]>()
  for (const { from, until, refusals } of closed) {
    for (const reason of refusals) {
      const name = nameOf(reason, day, look)
      const known = times.get(name) ?? []
      const last = known.at(-1)
      if (last && last[1] === from) last[1] = until
      else known.push([from, until])
      times.set(name, known)
    }
  }
  const names = new Map<string, string[]>()
  for (const [name, spans] of times) {
    const hours = spans.map((span) => span.map((at) => clock(at, day, look.zone)).join('-')).join(' ')
    names.set(hours, [...(names.get(hours) ?? []), name])
  }
  return [...names].map(([hours, rules]) => `${hours} ${rules.join(', ')}`)
}

function nameOf(reason: Reason, day: Day, look: StripLook): string {
  const { rule, liftsAt } = reason
  if (liftsAt === null) return `${rule} (not by waiting)`
  return look.isWindow(reason) ? rule : `${rule} until ${endName(liftsAt, day, look.zone)}`
}

function endName(at: Instant, day: Day, zone: Zone): string {
  const on = dayOf(zone, at)
  return on === day ? clock(at, day, zone) : `${dayName(on)} ${clock(at, on, zone)}`
}

/** The time on the clock of that day; its end is 24:00. */
function clock(at: Instant, day: Day, zone: Zone): string {
  if (at >= instantAt(zone, addDays(day, 1))) return '24:00'
  const text = isoOf(Math.ceil(timeOfDayOf(zone, at) / 1000) * 1000).slice(11, 19)
  return text.endsWith(':00') ? text.slice(0, 5) : text
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

export function dayName(day: Day): string {
  return `${WEEKDAYS[weekdayOf(day)]} ${day}`
}
