import { tzOffset } from '@date-fns/tz'
import { getCountries } from 'libphonenumber-js'
import { ofTexts } from '../../core/base/of-texts.ts'
import type { Zone } from '../../core/base/time.ts'
import { isZone } from '../../core/base/time.ts'

/** The zones lie so far apart that no hour is lawful in all of them: a person of whom nothing is known is asked about, not contacted. */
export const ANYWHERE: readonly Zone[] = [
  'America/Los_Angeles',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Europe/London',
  'Pacific/Auckland',
  'Pacific/Honolulu',
]

const byCountry = new Map<string, readonly Zone[]>()

/** All zones of an ISO 3166 country, one of each kind that keeps the same time; empty for an unknown country. */
export function zonesOfCountry(country: string): readonly Zone[] {
  let zones = byCountry.get(country)
  if (!zones) byCountry.set(country, (zones = distinctZones(allZones(country))))
  return zones
}

let countryByZone: Map<Zone, string> | null = null

/** The ISO 3166 country that a zone is named for; null where it names no place, such as UTC or EST. */
export const countryOfZone = ofTexts((zone: Zone): string | null => {
  if (!zone.includes('/')) return null
  countryByZone ??= new Map(
    getCountries().flatMap((country) => allZones(country).map((one) => [oneName(one), country] as const)),
  )
  return countryByZone.get(oneName(zone)) ?? null
})

/** US/Eastern and America/New_York are one zone. */
function oneName(zone: Zone): Zone {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
}

function allZones(country: string): Zone[] {
  try {
    const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
      timeZones?: string[]
      getTimeZones?: () => string[] | undefined
    }
    return (locale.getTimeZones?.() ?? locale.timeZones ?? []).filter(isZone)
  } catch {
    return []
  }
}

/** Zones that have kept the same time since 2012 are one candidate. */
function distinctZones(zones: readonly Zone[]): Zone[] {
  const first = new Map<string, Zone>()
  for (const zone of zones) {
    const course = SAMPLES.map((at) => tzOffset(zone, at)).join()
    if (!first.has(course)) first.set(course, zone)
  }
  return [...first.values()].sort()
}

const SAMPLES: readonly Date[] = Array.from({ length: 24 * 12 * 4 }, (_, index) => {
  const month = Math.floor(index / 4)
  return new Date(Date.UTC(2012, month, [5, 12, 20, 28][index % 4]))
})
