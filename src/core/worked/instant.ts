import { z } from 'zod'
import { type Instant, instantAt, isDay, isZone } from '../base/time.ts'

const LOCAL = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)\[(.+)\]$/

/** `2026-05-05T10:00[America/New_York]`, or ISO with an offset; null = neither. */
export function instantIn(text: string): Instant | null {
  const [, day = '', time = '', zone = ''] = LOCAL.exec(text) ?? []
  if (isDay(day) && isZone(zone)) return instantAt(zone, day, time)
  return z.iso.datetime({ offset: true }).safeParse(text).success ? Date.parse(text) : null
}

/** The same of a text that a worked case has already been read with. */
export function instantOf(text: string): Instant {
  const at = instantIn(text)
  if (at === null) throw new RangeError(`${text} is no instant: LOCAL[Zone] or ISO with an offset`)
  return at
}
