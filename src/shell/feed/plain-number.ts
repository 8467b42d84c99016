import { getCountries, getCountryCallingCode, Metadata } from 'libphonenumber-js'
import { type NationalReading, plannedNumber } from './dialling-plan.ts'

/** A number with its plus and nothing but digits, whose country dials it as it stands: most numbers of most files. The library reads a text of any kind, and makes its patterns anew each time. */

/** A country, as the library tells the countries of one code apart. */
interface Country {
  name: string
  lengths: ReadonlySet<number>
  /** Whether a number without its code is of this country. */
  has: (national: string) => boolean
}

/** The countries of one code, the main one first, whose prefix is looked for in all of them. */
interface Code {
  trunk: RegExp | null
  countries: readonly Country[]
}

interface Reading extends Omit<NationalReading, 'under'> {
  under: null
}

const NUMBER = /^\+[1-9]\d{6,14}$/
const LONGEST_CODE = 3

/** The same as the library reads; null = it has to be asked. */
export function plainNumber(written: string): Reading | null {
  if (!NUMBER.test(written)) return null
  codes ??= codesOfAll()
  for (let end = 2; end <= LONGEST_CODE + 1; end++) {
    const code = written.slice(1, end)
    const found = codes.get(code)
    if (found) return readingIn(found, code, written)
  }
  return null
}

function readingIn({ trunk, countries }: Code, code: string, number: string): Reading | null {
  const national = number.slice(1 + code.length)
  if (trunk?.test(national)) return null
  const country = countries.length === 1 ? countries[0] : countries.find(({ has }) => has(national))
  if (!country?.lengths.has(national.length)) return null
  return { number, under: null, of: [country.name], ...plannedNumber(national, code) }
}

let codes: ReadonlyMap<string, Code> | null = null

/** The part of the metadata of the library that its types leave out. */
interface Plan {
  nationalPrefixForParsing(): string | undefined
  nationalNumberPattern(): string
  possibleLengths(): number[]
  leadingDigits(): string | undefined
  type(name: string): { pattern(): string; possibleLengths(): number[] | undefined } | undefined
}

interface AllPlans {
  getCountryCodesForCallingCode(code: string): string[] | undefined
  selectNumberingPlan(country: string): void
  numberingPlan: Plan
}

const KINDS = [
  'FIXED_LINE',
  'MOBILE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
]

function codesOfAll(): Map<string, Code> {
  const metadata = new Metadata() as unknown as AllPlans
  const planOf = (country: string): Plan => {
    metadata.selectNumberingPlan(country)
    return metadata.numberingPlan
  }
  const all = new Set<string>(getCountries().map((country) => getCountryCallingCode(country)))
  return new Map(
    [...all].map((code) => {
      const names = metadata.getCountryCodesForCallingCode(code) ?? []
      const trunk = names[0] === undefined ? undefined : planOf(names[0]).nationalPrefixForParsing()
      const countries = names.map((name) => countryOf(name, planOf(name)))
      return [code, { trunk: trunk ? new RegExp(`^(?:${trunk})`) : null, countries }]
    }),
  )
}

function countryOf(name: string, plan: Plan): Country {
  const lengths = new Set(plan.possibleLengths())
  const leading = plan.leadingDigits()
  if (leading) {
    const begins = new RegExp(`^(?:${leading})`)
    return { name, lengths, has: (national) => begins.test(national) }
  }
  const number = whole(plan.nationalNumberPattern())
  const kinds = KINDS.flatMap((kind) => {
    const type = plan.type(kind)
    const pattern = type?.pattern()
    if (!pattern) return []
    const own = type?.possibleLengths()
    return { pattern: whole(pattern), lengths: own ? new Set(own) : lengths }
  })
  const has = (national: string): boolean =>
    number.test(national) &&
    kinds.some((kind) => kind.lengths.has(national.length) && kind.pattern.test(national))
  return { name, lengths, has }
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`)
}
