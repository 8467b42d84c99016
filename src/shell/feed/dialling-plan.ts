import { getCountries, getCountryCallingCode, Metadata } from 'libphonenumber-js/max'
import type { Line } from '../../core/base/list.ts'

/** How the residents of a country write their own numbers. */
interface Plan {
  country: string
  code: string
  /** What is dialled before a number inside the country, with what may stand there instead. */
  trunk: RegExp | null
  /** What a mobile number that was dialled the old way becomes. */
  transform: string | null
  number: RegExp
  lengths: ReadonlySet<number>
  /** The shapes of its numbers, by what a number is for. */
  fixed: RegExp | null
  mobile: RegExp | null
  /** Numbers that are free of charge, at a premium, or of a company: nobody reads a text there. */
  service: readonly RegExp[]
  /** All of them, and those of other numbers. */
  kinds: readonly RegExp[]
}

/** The part of the metadata of libphonenumber that its types leave out. */
interface NumberingPlan {
  nationalPrefixForParsing(): string | undefined
  nationalPrefixTransformRule(): string | undefined
  nationalNumberPattern(): string
  possibleLengths(): number[]
  type(name: string): { pattern(): string } | undefined
}

export interface NationalReading {
  /** E.164. */
  number: string
  under: string
  of: readonly string[]
  sure: boolean
  line: Line | null
}

/** Mobile numbers of Mexico were dialled with these inside the country until 2019. */
const OLD_TRUNKS: Readonly<Record<string, string>> = { MX: '01|04[45]|1(?=\\d{10}$)' }
const SERVICE = ['PREMIUM_RATE', 'TOLL_FREE', 'SHARED_COST', 'UAN']
const OTHER = ['VOIP', 'PERSONAL_NUMBER', 'PAGER', 'VOICEMAIL']

let plans: readonly Plan[] | null = null
const byCode = new Map<string, Plan[]>()

/** The numbers that the digits are where they are dialled as inside one country: of the one, or of each. The sure ones are in the country's plan; the others only fit its lengths, behind its trunk prefix. */
export function nationalReadings(digits: string, country?: string): NationalReading[] {
  plans ??= getCountries().map(planOf)
  const sure: NationalReading[] = []
  const loose: NationalReading[] = []
  const met = new Map<string, Plan[]>()
  for (const plan of country === undefined ? plans : plans.filter((each) => each.country === country))
    for (const national of nationalsOf(digits, plan)) {
      if (!plan.lengths.has(national.length)) continue
      const of = plansWith(national, plan.code, met)
      const [first] = of
      const said = { number: `+${plan.code}${national}`, under: plan.country }
      if (first)
        sure.push({
          ...said,
          of: of.map((each) => each.country),
          sure: true,
          line: lineIn(national, first),
        })
      else if (country !== undefined || national !== digits)
        loose.push({ ...said, of: [plan.country], sure: false, line: null })
    }
  return [...sure, ...loose]
}

/** What the plans of its code say of a number without it: whether there is such a one, and its kind of line. */
export function plannedNumber(national: string, code: string): { sure: boolean; line: Line | null } {
  plans ??= getCountries().map(planOf)
  const first = byCode.get(code)?.find((plan) => isIn(national, plan))
  return { sure: first !== undefined, line: first ? lineIn(national, first) : null }
}

/** Several countries may share one code, and have a plan each. */
function plansWith(national: string, code: string, met: Map<string, Plan[]>): Plan[] {
  const key = `${code} ${national}`
  let found = met.get(key)
  if (!found) met.set(key, (found = (byCode.get(code) ?? []).filter((plan) => isIn(national, plan))))
  return found
}

function isIn(national: string, { number, kinds }: Plan): boolean {
  return number.test(national) && kinds.some((kind) => kind.test(national))
}

function lineIn(national: string, { fixed, mobile, service }: Plan): Line | null {
  if (service.some((kind) => kind.test(national))) return 'landline'
  const stands = fixed?.test(national) === true
  // A plan without mobile numbers of their own does not tell them apart.
  const moves = mobile === null || mobile.test(national)
  if (stands === moves) return null
  return stands ? 'landline' : 'mobile'
}

/** The digits without their trunk prefix, and with it; the likelier first. */
function nationalsOf(digits: string, { trunk, transform }: Plan): string[] {
  const found = trunk?.exec(digits)
  if (!found || found[0] === '') return [digits]
  const changed =
    transform !== null && found.slice(1).some((group) => group !== undefined)
      ? digits.replace(
          found[0],
          transform.replace(/\$(\d)/g, (_all, at: string) => found[Number(at)] ?? ''),
        )
      : digits.slice(found[0].length)
  return [changed, digits]
}

function planOf(country: ReturnType<typeof getCountries>[number]): Plan {
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  const { numberingPlan } = metadata as unknown as { numberingPlan: NumberingPlan }
  const trunk = OLD_TRUNKS[country] ?? numberingPlan.nationalPrefixForParsing()
  const kind = (name: string) => whole(numberingPlan.type(name)?.pattern())
  const [fixed = null, mobile = null] = ['FIXED_LINE', 'MOBILE'].map(kind)
  const service = SERVICE.flatMap((name) => kind(name) ?? [])
  const other = OTHER.flatMap((name) => kind(name) ?? [])
  const plan: Plan = {
    country,
    code: getCountryCallingCode(country),
    trunk: trunk ? new RegExp(`^(?:${trunk})`) : null,
    transform: numberingPlan.nationalPrefixTransformRule() || null,
    number: whole(numberingPlan.nationalNumberPattern()) ?? /^$/,
    lengths: new Set(numberingPlan.possibleLengths()),
    fixed,
    mobile,
    service,
    kinds: [fixed, mobile, ...service, ...other].filter((one) => one !== null),
  }
  byCode.set(plan.code, [...(byCode.get(plan.code) ?? []), plan])
  return plan
}

function whole(pattern: string | undefined): RegExp | null {
  return pattern ? new RegExp(`^(?:${pattern})$`) : null
}
