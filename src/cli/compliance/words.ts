import { ProblemError } from '../../core/base/problem.ts'
import type { Region } from '../../core/base/region.ts'
import { type Instant, instantAt, isDay, isZone, type Zone } from '../../core/base/time.ts'
import { CONTACT_MARKS, KNOWN_KEYS } from '../../core/compliance/known/known-keys.ts'
import type { Pack } from '../../core/compliance/pack/pack.ts'
import { zonesOfCountry } from '../../shell/feed/zones.ts'
import { didYouMean } from '../did-you-mean.ts'

/** Options that name something of a closed list, or several things joined by commas. */

export function oneOf<T extends string>(
  path: string,
  known: readonly T[],
  text: string | undefined,
): T | null {
  if (text === undefined) return null
  const found = known.find((one) => one === text)
  if (found) return found
  throw bad(path, `there is no ${text}`, didYouMean(text, known))
}

export function several(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((part) => part.trim() || [])
}

/** A misspelt key would lift nothing, silently. */
export function checkEvidence(keys: readonly string[], packs: readonly Pick<Pack, 'keys' | 'marks'>[]): void {
  const declared = packs.flatMap((pack) => [...Object.keys(pack.keys ?? {}), ...(pack.marks ?? [])])
  const known = [...KNOWN_KEYS, ...CONTACT_MARKS, ...declared]
  const wrong = keys.find((key) => !known.includes(key))
  if (wrong === undefined) return
  throw bad('--evidence', `no rule asks for ${wrong}`, didYouMean(wrong, known))
}

export function regionsOf(text: string | undefined): Region[] {
  const regions = several(text).map((part) => part.toUpperCase())
  const wrong = regions.find((region) => !/^[A-Z]{2}((-[A-Z0-9]{1,3}){0,2}|-\*)$/.test(region))
  if (wrong === undefined) return regions
  throw bad(
    '--residence',
    `${wrong} is no residence`,
    'ISO 3166, such as US-MA or CN; US-* for somewhere in it',
  )
}

/** An instant with its offset; or a day, or day and time, on the clock of the first candidate zone. */
export function instantFrom(text: string | undefined, zones: readonly Zone[], now: Instant): Instant {
  if (text === undefined) return now
  const [day = '', time = '00:00'] = text.split('T')
  const zone = zones[0] ?? 'UTC'
  if (isDay(day) && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)) return instantAt(zone, day, time)
  const at = /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(at)) return at
  throw bad('--at', `${text} is no instant`, '2026-05-05, 2026-05-05T14:00 or 2026-05-05T14:00:00Z')
}

/** The given ones, else all of the countries. */
export function zonesFrom(text: string | undefined, regions: readonly string[]): Zone[] {
  const given = several(text)
  const wrong = given.find((zone) => !isZone(zone))
  if (wrong !== undefined) throw bad('--zone', `there is no zone ${wrong}`, 'IANA, such as America/New_York')
  if (given.length > 0) return given
  const zones = new Set(regions.flatMap((region) => zonesOfCountry(region.slice(0, 2))))
  if (zones.size > 0) return [...zones]
  throw bad('--zone', `nothing tells the time zones of ${regions.join(', ')}`, 'name them')
}

export function bad(path: string, message: string, suggestion: string): ProblemError {
  return new ProblemError([{ code: 'bad_option', path, message, suggestion }])
}
