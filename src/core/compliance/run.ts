import { clockChange, DAY_MS, type Instant, offsetAt, type Zone } from '../base/time.ts'
import type { Hours } from './hours.ts'

/** Whether the hours are open on the wall clock of a zone at an instant, and until when that stays so (at most `limit`). Read off the wall clock at every instant: a repeated hour is open twice, a skipped one never. */
export function runAt(
  hours: Hours,
  zone: Zone,
  at: Instant,
  limit: Instant,
): { open: boolean; until: Instant } {
  const open = isOpen(hours, zone, at)
  let now = at
  while (now < limit) {
    const next = nextEdge(hours, zone, now, open)
    now = clockChange(zone, now, next) ?? next
    if (isOpen(hours, zone, now) !== open) return { open, until: Math.min(now, limit) }
  }
  return { open, until: limit }
}

function isOpen(hours: Hours, zone: Zone, at: Instant): boolean {
  const { day, time } = wallOf(zone, at)
  return hours(day).some(([from, until]) => time >= from && time < until)
}

/** When the clock reaches the end of this stretch or the start of the next one, or midnight, if it does not jump before. */
function nextEdge(hours: Hours, zone: Zone, at: Instant, open: boolean): Instant {
  const { day, time } = wallOf(zone, at)
  for (const [from, until] of hours(day)) {
    const edge = open ? until : from
    if (edge > time) return at + edge - time
  }
  return at + DAY_MS - time
}

function wallOf(zone: Zone, at: Instant): { day: number; time: number } {
  const wall = at + offsetAt(zone, at)
  const day = Math.floor(wall / DAY_MS)
  return { day, time: wall - day * DAY_MS }
}
