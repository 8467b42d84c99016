import type { Dice } from './dice.ts'
import { TWO_CANDIDATE_STATES } from './assumptions.ts'

export type Kind = 'cn' | 'us' | 'b2b'

/** Nobody real: the names are made of parts, US numbers lie in 555-0100..0199, UK numbers in 07700 900000..900999 (both reserved for fiction), numbers in China are counted up from 170 0000 0000. */
export interface InventedPerson {
  id: string
  kind: Kind
  name: string
  phone: string
  address: string
  /** Null = none was ever asked for. */
  email: string | null
  locale: string
  regions: string[]
  zones: string[]
}

interface Place {
  region: string
  zone: string
  area: string
  town: string
}

const US_PLACES: Place[] = [
  ['US-NY-NYC', 'America/New_York', '212', 'New York'],
  ['US-NY', 'America/New_York', '716', 'Buffalo'],
  ['US-DC', 'America/New_York', '202', 'Washington'],
  ['US-FL', 'America/New_York', '305', 'Miami'],
  ['US-GA', 'America/New_York', '404', 'Atlanta'],
  ['US-MA', 'America/New_York', '617', 'Boston'],
  ['US-IL', 'America/Chicago', '312', 'Chicago'],
  ['US-TX', 'America/Chicago', '512', 'Austin'],
  ['US-TX', 'America/Chicago', '713', 'Houston'],
  ['US-MN', 'America/Chicago', '612', 'Minneapolis'],
  ['US-CO', 'America/Denver', '303', 'Denver'],
  ['US-AZ', 'America/Phoenix', '602', 'Phoenix'],
  ['US-CA', 'America/Los_Angeles', '415', 'San Francisco'],
  ['US-CA', 'America/Los_Angeles', '213', 'Los Angeles'],
  ['US-WA', 'America/Los_Angeles', '206', 'Seattle'],
  ['US-HI', 'Pacific/Honolulu', '808', 'Honolulu'],
].map(([region = '', zone = '', area = '', town = '']) => ({ region, zone, area, town }))

const FIRST = ['Avery', 'Blake', 'Casey', 'Devon', 'Emery', 'Finley', 'Harper', 'Jules', 'Kendall', 'Morgan']
const LAST = ['Ashgrove', 'Birchall', 'Coldwater', 'Dunmore', 'Elmwood', 'Fairholm', 'Greystone', 'Holloway']
const CN_LAST = ['陈', '李', '王', '张', '刘', '赵', '黄', '周']
const CN_FIRST = ['晓明', '建国', '丽华', '思雨', '海涛', '文静', '志强', '美玲']
const TRADES = ['Bakery', 'Joinery', 'Print Shop', 'Garden Supplies', 'Cycle Works', 'Catering', 'Tool Hire']

/** `number` counts the persons of a kind, so that no two have one phone by accident (beyond about 1,600 in the USA and 1,000 companies the reserved ranges repeat). */
export function inventPerson(kind: Kind, number: number, dice: Dice): InventedPerson {
  const id = `${kind}-${String(number).padStart(6, '0')}`
  if (kind === 'cn') return chinese(id, number, dice)
  return kind === 'us' ? american(id, number, dice) : company(id, number, dice)
}

function chinese(id: string, number: number, dice: Dice): InventedPerson {
  return {
    id,
    kind: 'cn',
    name: `${dice.pick(CN_LAST)}${dice.pick(CN_FIRST)}`,
    phone: `+86${17_000_000_000 + number}`,
    address: `示例市示例路${dice.between(1, 999)}号`,
    email: null,
    locale: 'zh-CN',
    regions: ['CN'],
    zones: ['Asia/Shanghai'],
  }
}

function american(id: string, number: number, dice: Dice): InventedPerson {
  const place = US_PLACES[number % US_PLACES.length] ?? dice.pick(US_PLACES)
  const other = dice.pick(US_PLACES)
  const places = dice.chance(TWO_CANDIDATE_STATES) ? [place, other] : [place]
  const line = Math.floor(number / US_PLACES.length) % 100
  return {
    id,
    kind: 'us',
    name: `${dice.pick(FIRST)} ${dice.pick(LAST)}`,
    phone: `+1${place.area}55501${String(line).padStart(2, '0')}`,
    address: `${dice.between(1, 999)} Example Street, ${place.town}`,
    email: `${id}@example.com`,
    locale: 'en',
    regions: [...new Set(places.map((one) => one.region))],
    zones: [...new Set(places.map((one) => one.zone))],
  }
}

function company(id: string, number: number, dice: Dice): InventedPerson {
  return {
    id,
    kind: 'b2b',
    name: `${dice.pick(LAST)} ${dice.pick(TRADES)} Ltd`,
    phone: `+447700900${String(number % 1000).padStart(3, '0')}`,
    address: `${dice.between(1, 99)} Example Yard, London`,
    email: `accounts@${id}.example`,
    locale: 'en',
    regions: ['GB'],
    zones: ['Europe/London'],
  }
}
