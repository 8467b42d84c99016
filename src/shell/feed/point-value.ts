import { domainToUnicode } from 'node:url'
import type { Line } from '../../core/base/list.ts'
import type { DossierPoint } from '../../core/model/dossier.ts'
import { looksLikePhone, readPhone } from './phone-number.ts'

export interface PointValue {
  /** The same for the same number or address, however it was written. */
  normal: string
  valid: boolean
  under: string | null
  /** The country that a phone number says, or all countries that it may be of. */
  of: readonly string[]
  sure: boolean
  line: Line | null
}

/** All that a value may mean, the likeliest first; none where it cannot be one of its kind. `country`: whose national numbers are meant where a number has no prefix; null = not known. */
export function pointValues(kind: DossierPoint['kind'], value: string, country: string | null): PointValue[] {
  if (kind === 'phone')
    return readPhone(value, country).map(({ number, under, of, sure, line }) => ({
      normal: number,
      valid: true,
      under,
      of,
      sure,
      line,
    }))
  const normal = kind === 'email' ? inOwnLetters(plainly(value)) : plainly(value)
  const valid = kind === 'email' ? EMAIL.test(normal) : normal !== ''
  return valid ? [{ ...asWritten(normal), valid: true }] : []
}

/** A value that cannot be read is replaced by this. */
export function unreadable(value: string): PointValue {
  return { ...asWritten(value.trim()), valid: false }
}

const EMAIL = /^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$/

/** Mail servers write a domain of other letters in their own form (RFC 5891): it is one address. */
function inOwnLetters(address: string): string {
  if (!address.includes('xn--')) return address
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  return address.slice(0, at) + (domainToUnicode(domain) || domain)
}

function asWritten(normal: string): PointValue {
  return { normal, valid: false, under: null, of: [], sure: true, line: null }
}

/** It is kept as it was written, without what a link has before an address. */
export function asTold(value: string): string {
  return value.trim().replace(/^mailto:/i, '')
}

function plainly(value: string): string {
  return asTold(value.normalize('NFC')).replace(/\s+/g, ' ').toLowerCase()
}

/** What kind of value a fact names when it only says "this point". */
export function kindOf(value: string): DossierPoint['kind'] {
  if (/^\s*(mailto:)?[^@\s]+@[^@\s]+\s*$/i.test(value)) return 'email'
  return looksLikePhone(value) ? 'phone' : 'address'
}

/** The digits count, however they are parted. */
export function likeliest(written: string): string {
  return pointValues(kindOf(written), written, null)[0]?.normal ?? written.trim()
}
