import { instantOfWall, isoOf, readInstant, type Zone } from '../core/base/time.ts'

const WRITTEN = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

/** A time that is written without its zone, as text in UTC; null = it is none. */
export function readWallTime(text: unknown, zone: Zone): string | null {
  if (typeof text !== 'string' || !WRITTEN.test(text)) return null
  const wall = readInstant(`${text.replace(' ', 'T')}Z`)
  return wall === null ? null : isoOf(instantOfWall(zone, wall))
}
