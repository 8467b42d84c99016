import fc from 'fast-check'
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { expect, test } from 'vitest'
import { askedReading } from '../../src/shell/feed/phone-number.ts'
import { plainNumber } from '../../src/shell/feed/plain-number.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

const COUNTRIES = getCountries()
const digits = (least: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((all) => all.join(''))

/** A number that is in use in the country, with other digits from some place on. */
const alike = fc
  .tuple(fc.constantFrom(...COUNTRIES), fc.nat(9), digits(0, 8))
  .map(([country, place, rest]) => {
    const number = getExampleNumber(country, examples)?.number ?? `+${getCountryCallingCode(country)}`
    return number.slice(0, Math.max(2, number.length - place)) + rest
  })
/** Anything behind the code of a country. */
const behindCode = fc
  .tuple(fc.constantFrom(...COUNTRIES), digits(3, 12))
  .map(([country, rest]) => `+${getCountryCallingCode(country)}${rest}`)
/** Codes that many countries share, and countries where a prefix stands before old or mobile numbers. */
const shared = fc
  .tuple(fc.constantFrom('1', '7', '44', '52', '54', '55', '590'), digits(9, 11))
  .map(([code, rest]) => `+${code}${rest}`)
const anything = digits(1, 16).map((all) => `+${all}`)

test(
  'a number is read by its digits alone as the library reads it, or is left to it',
  () => {
    let plain = 0
    fc.assert(
      fc.property(fc.oneof(alike, behindCode, shared, anything), (written) => {
        const read = plainNumber(written)
        if (read === null) return
        plain++
        expect(read).toEqual(askedReading(written))
      }),
      drawn(3000),
    )
    expect(plain).toBeGreaterThan(100)
  },
  LONG_ENOUGH,
)
