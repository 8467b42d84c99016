import { HOURS_OF_THE_HOUSE, HOUSE, OWN_HOURS } from '../law-oracle/house.ts'
import * as americas from '../law-oracle/laws/americas.ts'
import * as asia from '../law-oracle/laws/asia.ts'
import * as europe from '../law-oracle/laws/europe.ts'
import * as us from '../law-oracle/laws/us.ts'
import { MESSAGES, type Statute, VOICE } from '../law-oracle/statute.ts'

/** The place in which three debtors live who are dialled for sixty days, and what binds there besides the house's own rules. */
export interface Country {
  name: string
  residence: string
  zones: string[]
  actor: 'first_party' | 'third_party' | 'debt_buyer'
  product: string
  law: readonly Statute[]
  /** Channels whose number the law itself limits; null = without the house's ceilings there would be no end. */
  limited: readonly string[] | null
  /** First local day. */
  from: string
  /** The law here has its own word on hours that debtors close. */
  ownHours?: true
}

const FROM = '2026-02-16'
const ALL = [...MESSAGES, ...VOICE, 'letter', 'visit']

function country(name: string, zones: string[], with_: Partial<Country> & Pick<Country, 'law'>): Country {
  return {
    name,
    residence: name,
    zones,
    actor: 'third_party',
    product: 'credit_card',
    limited: null,
    from: FROM,
    ...with_,
  }
}

/** An agency's debtors under Regulation F and what their state adds. */
function state(name: string, zones: string[], with_: Partial<Country> = {}): Country {
  return country(name, zones, { ownHours: true, ...with_, law: [us.FEDERAL, ...(with_.law ?? [])] })
}

export const COUNTRIES: readonly Country[] = [
  country('AU', ['Australia/Adelaide'], { law: [asia.AUSTRALIA], limited: ALL }),
  country('BR-SP', ['America/Sao_Paulo'], { law: [americas.SAO_PAULO] }),
  country('CL', ['America/Santiago'], { law: [americas.CHILE], limited: ALL }),
  country('CN', ['Asia/Urumqi'], {
    law: [asia.CHINA_STANDARD, asia.CHINA_BANKS, asia.CHINA_CARDS],
    limited: VOICE,
  }),
  country('CO', ['America/Bogota'], { law: [americas.COLOMBIA], limited: ALL }),
  country('GB-ENG', ['Europe/London'], { law: [europe.BRITAIN], ownHours: true }),
  country('GR', ['Europe/Athens'], { law: [europe.GREECE], limited: VOICE }),
  country('ID', ['Asia/Jakarta', 'Asia/Makassar'], { law: [asia.INDONESIA] }),
  country('IN', ['Asia/Kolkata'], { law: [asia.INDIA] }),
  country('IT', ['Europe/Rome'], { law: [europe.ITALY], limited: ['call'] }),
  country('JP', ['Asia/Tokyo'], { law: [asia.JAPAN] }),
  country('KR', ['Asia/Seoul'], { law: [asia.KOREA], limited: ALL, ownHours: true }),
  country('MX', ['America/Mexico_City'], { law: [americas.MEXICO] }),
  country('PH', ['Asia/Manila'], { law: [asia.PHILIPPINES] }),
  country('RU', ['Asia/Yekaterinburg'], {
    law: [europe.RUSSIA],
    limited: ['sms', 'im', 'email', 'push', ...VOICE, 'visit'],
  }),
  country('TH', ['Asia/Bangkok'], { law: [asia.THAILAND], limited: ALL }),
  country('ES', ['Europe/Madrid'], { actor: 'debt_buyer', product: 'npl_transferred', law: [europe.UNION] }),
  state('US-NY', ['America/New_York'], { limited: VOICE }),
  state('US-MA', ['America/New_York'], { law: [us.MASSACHUSETTS], limited: [...VOICE, 'sms', 'visit'] }),
  state('US-DC', ['America/New_York', 'America/Chicago'], {
    law: [us.COLUMBIA],
    limited: [...VOICE, ...MESSAGES],
  }),
  state('US-NY-NYC', ['America/New_York'], { law: [us.NEW_YORK_CITY], from: '2026-08-24' }),
  state('US-FL', ['America/New_York', 'America/Chicago'], { law: [us.FLORIDA] }),
  state('US-WA', ['America/Los_Angeles'], { law: [us.WASHINGTON], limited: ALL }),
  state('US-WV', ['America/New_York'], { law: [us.WEST_VIRGINIA], limited: VOICE }),
  state('US-HI', ['Pacific/Honolulu'], { product: 'installment_loan', law: [us.HAWAII] }),
]

/** Everything that binds there, with the house's rules or without. */
export function statutesOf({ law, ownHours }: Country, house: boolean): Statute[] {
  return [...law, ...(ownHours ? [] : [OWN_HOURS]), ...(house ? [HOUSE, HOURS_OF_THE_HOUSE] : [])]
}
