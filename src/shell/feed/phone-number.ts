import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js'
import type { Line } from '../../core/base/list.ts'
import { nationalReadings, plannedNumber } from './dialling-plan.ts'
import { plainNumber } from './plain-number.ts'
import { EXTENSION_WORD, SECOND_NUMBER } from './two-numbers.ts'

/** One number that a written text may mean. */
export interface PhoneReading {
  /** E.164. */
  number: string
  /** The country whose residents dial it as it is written; null = it is written as from abroad, and means this number anywhere. */
  under: string | null
  /** Countries whose number it may be. */
  of: readonly string[]
  /** False where no numbering plan has such a number, although it could be one: it counts only for somebody who is known to have it. */
  sure: boolean
  /** Null where the number does not tell. */
  line: Line | null
}

/** Every number that the text may mean, the likeliest first; none where it cannot be read as a number. `home` = the country that the text itself comes from, null = not known: whoever knows the debtor's country chooses. */
export function readPhone(text: string, home: string | null): PhoneReading[] {
  const written = cleaned(text)
  const abroad = abroadReading(written)
  if (abroad) return home === null ? [abroad, ...variantsOf(abroad)] : [abroad]
  if (written === '' || written.startsWith('+')) return []
  const plain = plainReading(written)
  const dialled = zerosReading(written)
  if (home === null || !isSupportedCountry(home))
    return [
      ...listed(plain),
      ...nationalReadings(written),
      ...(plain ? variantsOf(plain) : []),
      ...listed(dialled),
    ]
  return listed(homeReading(written, home, plain) ?? dialled)
}

/** Whether the text is meant as a number, whatever becomes of it: digits and what is written between them. */
export function looksLikePhone(text: string): boolean {
  return cleaned(text) !== ''
}

/** The digits, and the plus before them, however they were typed; empty where it is something else. */
function cleaned(text: string): string {
  if (PLAINLY.test(text)) return text
  const plain = (/^[ -~]*$/.test(text) ? text : typedPlainly(text)).trim().replace(SCHEME, '')
  if (FRACTION.test(plain)) return plain.replace(FRACTION, '$1')
  if (SECOND_NUMBER.test(plain)) return ''
  const context = plain.includes(';') ? CONTEXT.exec(plain)?.[1] : undefined
  const [number = ''] = plain.split(EXTENSION)
  if (/\p{L}/u.test(number)) return ''
  const digits = number.replace(/\D/g, '')
  if (digits === '') return ''
  if (/^\W*\+/.test(number)) return `+${digits}`
  return context === undefined ? digits : `+${context}${digits}`
}
/** Nothing is to be cleaned. */
const PLAINLY = /^\+?\d+$/
const SCHEME = /^(?:tel|sms|callto|whatsapp)\s*:\s*(?:\/\/)?/i
/** A number as it is written by whatever reads a column of numbers as fractions. */
const FRACTION = /^(\+?\d{7,})[.,]0{1,2}$/
const CONTEXT = /;phone-context=\+?(\d+)/i
const EXTENSION = new RegExp(`;|\\s*${EXTENSION_WORD}\\.?\\s*\\d+$`, 'i')

/** Wide and Arabic digits are digits, and signs that nobody sees are none. */
function typedPlainly(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)))
}

/** Digits of every script stand in blocks of ten. */
function digitOf(char: string): number {
  const code = char.codePointAt(0) ?? 0
  if (code < 128) return code - 48
  let zero = code
  while (zero > 0 && code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return (code - zero) % 10
}

/** A number with a plus, or with the two zeros that replace it in most of the world. */
function abroadReading(written: string): PhoneReading | null {
  if (written.startsWith('+')) return internationalReading(written)
  const reading = zerosReading(written)
  return reading?.sure ? reading : null
}

function zerosReading(written: string): PhoneReading | null {
  return written.startsWith('00') ? internationalReading(`+${written.slice(2)}`) : null
}

/** A number as gateways write it: the code of the country comes first, with no sign before it; or it is dialled out of North America. */
function plainReading(digits: string): PhoneReading | null {
  const reading = internationalReading(`+${digits}`)
  if (reading?.sure || !digits.startsWith('011')) return reading
  const dialled = internationalReading(`+${digits.slice(3)}`)
  return dialled?.sure ? dialled : reading
}

/** The likeliest alone: a number with the country's own code before it, one as it is dialled at home, one that is dialled from home to another country. */
function homeReading(digits: string, home: CountryCode, plain: PhoneReading | null): PhoneReading | null {
  const own = plain && digits.startsWith(getCountryCallingCode(home)) ? plain : null
  if (own?.sure) return own
  const national = nationalReadings(digits, home)
  const [likeliest] = national
  if (likeliest?.sure) return likeliest
  const dialled = parsePhoneNumberFromString(digits, home)
  const away = dialled?.isPossible() ? readingOf(dialled, home) : null
  if (away && (away.sure || dialled?.countryCallingCode !== getCountryCallingCode(home))) return away
  return (plain?.sure ? plain : null) ?? likeliest ?? own
}

function internationalReading(written: string): PhoneReading | null {
  return plainNumber(written) ?? askedReading(written)
}

/** What the library reads in it. */
export function askedReading(written: string): PhoneReading | null {
  const parsed = parsePhoneNumberFromString(withoutOldPrefix(written))
  if (!parsed?.isPossible()) return null
  return readingOf(parsed, null)
}

/** Mexico's mobile numbers had a 1 after the code of the country until 2019, and gateways still write it. */
function withoutOldPrefix(written: string): string {
  const digits = written.replace(/\D/g, '')
  return /^521\d{10}$/.test(digits) ? `+52${digits.slice(3)}` : written
}

function readingOf(parsed: PhoneNumber, under: string | null): PhoneReading {
  const of = parsed.country ? [parsed.country] : parsed.getPossibleCountries()
  const planned = plannedNumber(parsed.nationalNumber, parsed.countryCallingCode)
  return { number: parsed.number, under, of, ...planned }
}

/** How gateways write mobile numbers of Argentina (without the 9 that is dialled from abroad) and of Brazil (without the 9 that was put before all of them by 2016), and the other way round. */
const VARIANTS: readonly [RegExp, string][] = [
  [/^\+549(\d{10})$/, '+54$1'],
  [/^\+54([1-8]\d{9})$/, '+549$1'],
  [/^\+55(\d\d)9([6-9]\d{7})$/, '+55$1$2'],
  [/^\+55(\d\d)([6-9]\d{7})$/, '+55$19$2'],
]

function variantsOf({ number, of }: PhoneReading): PhoneReading[] {
  const found = VARIANTS.find(([from]) => from.test(number))
  if (!found) return []
  return [{ number: number.replace(...found), under: null, of, sure: false, line: 'mobile' }]
}

function listed(reading: PhoneReading | null): PhoneReading[] {
  return reading === null ? [] : [reading]
}
