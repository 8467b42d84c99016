import { addDays, dayOf, HOUR, type Instant, type Zone } from '../core/base/time.ts'

/** The provider's clock may say another day than ours: every day that lies within an hour of the send. */
export function daysOf(at: Instant, zone: Zone): string[] {
  const [first, last] = [dayOf(zone, at - HOUR), dayOf(zone, at + HOUR)]
  const days = [first]
  for (let day = first; day < last; ) days.push((day = addDays(day, 1)))
  return days
}
