import type { Attempt } from '../law-oracle/journal.ts'
import type { Country } from './country.ts'

/** Three debtors of each country: a and b are a household behind one number, a owes two creditors, and c has a number that is a's too. One agency collects. */

export interface Person {
  id: number
  household: number | null
}

export interface Point {
  id: number
  person: number
  number: number
  kind: 'phone' | 'email' | 'address'
  place: 'home' | 'work'
  role: 'debtor' | 'third'
}

export interface Account {
  id: number
  person: number
  creditor: string
}

/** What the dialer tries: one channel to one number about one debt. */
export interface Slot {
  id: number
  account: Account
  point: Point
  channel: string
  minutes: number
}

export interface People {
  country: Country
  persons: Person[]
  points: Point[]
  accounts: Account[]
  slots: Slot[]
  /** The number at work, which turns out to be somebody else's. */
  wrong: Point
  shared: Point
}

export const COLLECTOR = 'agency'

export function peopleOf(country: Country, index: number, channels: readonly string[] | null): People {
  const base = index * 100
  const [a, b, c] = [base + 1, base + 2, base + 3]
  const persons = [
    { id: a, household: base + 1 },
    { id: b, household: base + 1 },
    { id: c, household: null },
  ]
  let last = base
  const point = (person: number, number: number, with_: Partial<Point> = {}): Point => ({
    id: ++last,
    person,
    number: base + number,
    kind: 'phone',
    place: 'home',
    role: 'debtor',
    ...with_,
  })
  const shared = point(a, 1)
  const wrong = point(a, 2, { place: 'work' })
  const second = point(a, 3)
  const mail = point(a, 4, { kind: 'email' })
  const home = point(a, 5, { kind: 'address' })
  const sharedOfB = point(b, 1)
  const homeOfB = point(b, 5, { kind: 'address' })
  const secondOfC = point(c, 3)
  const mailOfC = point(c, 6, { kind: 'email' })
  const homeOfC = point(c, 7, { kind: 'address' })
  const neighbour = point(c, 8, { role: 'third' })
  const account = (number: number, person: number, creditor: string) => ({
    id: base + number,
    person,
    creditor,
  })
  const [a1, a2] = [account(1, a, 'first-bank'), account(2, a, 'second-bank')]
  const [b1, c1] = [account(3, b, 'first-bank'), account(4, c, 'first-bank')]
  const tried: [Account, Point, string][] = [
    ...to(a1, shared, ['call', 'sms', 'voicedrop', 'push', 'social']),
    ...to(a1, wrong, ['call', 'sms']),
    ...to(a1, mail, ['email']),
    ...to(a1, home, ['visit']),
    ...to(a2, shared, ['call', 'im']),
    ...to(a2, second, ['call', 'sms']),
    ...to(a2, home, ['letter']),
    ...to(b1, sharedOfB, ['call', 'sms', 'voicedrop']),
    ...to(b1, homeOfB, ['visit', 'letter']),
    ...to(c1, secondOfC, ['call', 'sms', 'push']),
    ...to(c1, mailOfC, ['email']),
    ...to(c1, homeOfC, ['visit']),
    ...to(c1, neighbour, ['call']),
  ]
  return {
    country,
    persons,
    points: [shared, wrong, second, mail, home, sharedOfB, homeOfB, secondOfC, mailOfC, homeOfC, neighbour],
    accounts: [a1, a2, b1, c1],
    slots: tried
      .filter(([, , channel]) => channels === null || channels.includes(channel))
      .map(([account, point, channel], slot) => ({
        id: base + slot,
        account,
        point,
        channel,
        minutes: channel === 'visit' ? 30 : 0,
      })),
    wrong,
    shared,
  }
}

function to(account: Account, point: Point, channels: string[]): [Account, Point, string][] {
  return channels.map((channel) => [account, point, channel])
}

export function attemptOf(
  { persons }: People,
  { account, point, channel, minutes }: Slot,
  at: number,
): Attempt {
  return {
    at,
    minutes,
    person: account.person,
    account: account.id,
    number: point.number,
    household: persons.find(({ id }) => id === account.person)?.household ?? null,
    channel,
    place: point.place,
    role: point.role,
    creditor: account.creditor,
    collector: COLLECTOR,
  }
}
