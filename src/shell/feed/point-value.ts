import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import type { PointFile } from '../../core/decide/dossier.ts'

export interface PointValue {
  /** The same for the same number or address, however it was written. */
  normal: string
  valid: boolean
  /** Of a phone number: the country that it says, or all that it may be of. */
  countries: readonly string[]
}

/** `country`: whose national numbers are meant where a number has no prefix. */
export function pointValue(kind: PointFile['kind'], value: string, country: string | null): PointValue {
  if (kind === 'phone') return phoneValue(value, country)
  const normal = value.trim().replace(/\s+/g, ' ').toLowerCase()
  const valid = kind === 'email' ? /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(normal) : normal !== ''
  return { normal, valid, countries: [] }
}

/** What kind of value a fact names when it only says "this point". */
export function kindOf(value: string): PointFile['kind'] {
  if (/^[^@\s]+@[^@\s]+$/.test(value.trim())) return 'email'
  return /^\+?[\d\s().-]{6,}$/.test(value.trim()) ? 'phone' : 'address'
}

function phoneValue(value: string, country: string | null): PointValue {
  const home = country !== null && isSupportedCountry(country) ? country : undefined
  const phone = parsePhoneNumberFromString(value, home)
  if (!phone?.isPossible()) return { normal: value.trim(), valid: false, countries: [] }
  const countries = phone.country ? [phone.country] : phone.getPossibleCountries()
  return { normal: phone.number, valid: true, countries }
}
