import {
  addDays,
  clockChange,
  DAY_MS,
  type Day,
  dayNumber,
  dayOf,
  type Instant,
  instantAt,
  MINUTE,
  offsetAt,
  type Zone,
} from '../../core/base/time.ts'
import type { LegalStretch } from '../../core/compliance/told/stretches.ts'

/** One cell of a day on the wall clock: wholly open, wholly closed, both, or an hour that is not asked about or that the clock skips. */
export type Cell = 'open' | 'closed' | 'part' | 'none'

export interface StripDay {
  day: Day
  cells: Cell[]
  /** The closed stretches of that local day, in order. */
  closed: LegalStretch[]
}

/** Stretches as rows of local days, cut into cells of so many minutes. A cell counts every instant in it: an hour that a clock shows twice is open only if it is open both times. */
export function stripOf(stretches: readonly LegalStretch[], zone: Zone, cellMinutes: number): StripDay[] {
  const [first, last] = [stretches[0], stretches.at(-1)]
  if (!first || !last) return []
  const days: StripDay[] = []
  for (let day = dayOf(zone, first.from); day <= dayOf(zone, last.until - 1); day = addDays(day, 1)) {
    const own = within(stretches, instantAt(zone, day), instantAt(zone, addDays(day, 1)))
    days.push({
      day,
      cells: cellsOf(own, { zone, day, cellMinutes }),
      closed: own.filter(({ refusals }) => refusals.length > 0),
    })
  }
  return days
}

function within(stretches: readonly LegalStretch[], from: Instant, until: Instant): LegalStretch[] {
  return stretches
    .filter((one) => one.until > from && one.from < until)
    .map((one) => ({ ...one, from: Math.max(one.from, from), until: Math.min(one.until, until) }))
}

interface Grid {
  zone: Zone
  day: Day
  cellMinutes: number
}

function cellsOf(stretches: readonly LegalStretch[], { zone, day, cellMinutes }: Grid): Cell[] {
  const midnight = dayNumber(day) * DAY_MS
  const width = cellMinutes * MINUTE
  const cells = Array.from({ length: DAY_MS / width }, () => ({ open: 0, closed: 0 }))
  for (const piece of stretches.flatMap((one) => steadyPieces(one, zone))) {
    const ahead = offsetAt(zone, piece.from) - midnight
    const [from, until] = [piece.from + ahead, piece.until + ahead]
    const what = piece.refusals.length > 0 ? 'closed' : 'open'
    for (let index = Math.floor(from / width); index * width < until; index++) {
      const cell = cells[index]
      if (cell) cell[what] += Math.min(until, (index + 1) * width) - Math.max(from, index * width)
    }
  }
  return cells.map(({ open, closed }) => {
    if (open > 0 && closed > 0) return 'part'
    return open > 0 ? 'open' : closed > 0 ? 'closed' : 'none'
  })
}

/** The stretch is cut where the clock jumps: in each piece the wall clock runs even. */
function steadyPieces(stretch: LegalStretch, zone: Zone): LegalStretch[] {
  const jump = clockChange(zone, stretch.from, stretch.until - 1)
  if (jump === null) return [stretch]
  return [{ ...stretch, until: jump }, ...steadyPieces({ ...stretch, from: jump }, zone)]
}
