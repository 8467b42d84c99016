import type { FactInput } from '../../../src/core/fact/fact.ts'
import type { Event, Made } from '../law-oracle/journal.ts'
import { instantOf, wallOf } from '../law-oracle/wall-clock.ts'
import { attemptOf, type People, type Point } from './people.ts'

/** What happens to the debtors while they are dialled: a fact for the engine, and what the oracle hears of it. */
export interface Happening {
  at: number
  fact: (time: string) => FactInput
  event?: (at: number) => Event
  contact?: (at: number) => Omit<Made, 'id'>
}

/** What laws want shown. The third debtor has most of it only after three weeks. */
const SHOWN = ['validation.sent_or_due_within_5d']
const SHOWN_LATER = [
  'consent.email',
  'notice.agency',
  'point.sender_notified',
  'debtor.other_channels_failed',
  'visit.notice',
  'notice.transfer',
  'identity.verified_or_no_detail',
  'consent.channel',
  'notice.dc_written',
  'consent.electronic',
  'docs.dc_complete',
]
const HOUR = 3_600_000

/** The same life in however many days: what is here on day 20 of 60 comes after a third of them. Nothing else happens if `only` is papers. */
export function lifeOf(people: People, days: number, only?: 'papers'): Happening[] {
  const { country, persons, accounts, points, shared } = people
  const zone = country.zones[0] ?? 'UTC'
  const first = instantOf(zone, `${country.from}T00:00`)
  const day = (of60: number, hours = 0) => first + (Math.round((of60 * days) / 60) * 24 + hours) * HOUR
  const [a, b, c] = persons.map(({ id }) => id)
  const [a1, , b1] = accounts.map(({ id }) => id)
  const phoneOfC = points.find(({ person, role }) => person === c && role === 'debtor')
  const sharedOfB = points.find(({ person, number }) => person === b && number === shared.number)
  if (!a || !b || !c || !a1 || !b1 || !phoneOfC || !sharedOfB) throw new Error('three debtors with phones')
  const late = (person: number, of60: number) => (person === c && !only ? day(of60) : first - 3 * 24 * HOUR)
  const papers = [a, b, c].flatMap((person) => [
    ...SHOWN.map((key) => shown(person, key, first - 3 * 24 * HOUR)),
    ...SHOWN_LATER.map((key) => shown(person, key, late(person, 20))),
    shown(person, 'point.not_reassigned', late(person, 25)),
  ])
  const events = [
    closed(c, day(0)),
    spoken(people, 'in', day(10, 15)),
    spoken(people, 'out', day(17, 12)),
    spoken(people, 'in', day(38, 11)),
    ...dispute(a1, day(20), day(27)),
    promise(b1, day(30), wallOf(zone, day(33)).date),
    optout(b, sharedOfB, 'sms', day(45)),
    optout(c, phoneOfC, null, day(54)),
  ]
  return [...papers, ...(only ? [] : events)].sort((one, other) => one.at - other.at)
}

function shown(person: number, key: string, at: number): Happening {
  return {
    at,
    fact: (time) => ({
      type: 'evidence.recorded',
      at: time,
      debtor: `D${person}`,
      evidence: key,
      value: true,
      key: `${key}-${person}`,
    }),
    event: (now) => ({ event: 'evidence', at: now, person, key }),
  }
}

function closed(person: number, at: number): Happening {
  return {
    at,
    fact: (time) => ({
      type: 'preference.set',
      at: time,
      debtor: `D${person}`,
      closed: [{ days: 'tue', hours: ['12:00', '15:00'] }],
    }),
    event: (now) => ({ event: 'closed', at: now, person, weekday: 2, from: '12:00', until: '15:00' }),
  }
}

/** A talk that the engine had no part in: the debtor calls, or another agent of the house did. */
function spoken(people: People, direction: 'in' | 'out', at: number): Happening {
  const slot = people.slots[0]
  if (!slot) throw new Error('somebody is dialled')
  return {
    at,
    fact: (time) => ({
      type: 'contact.recorded',
      at: time,
      account: `A${slot.account.id}`,
      point: people.shared.id,
      channel: 'call',
      direction,
      disposition: 'rpc_callback',
    }),
    contact: (now) => ({
      ...attemptOf(people, { ...slot, point: people.shared, channel: 'call', minutes: 0 }, now),
      direction,
      told: [{ at: now, outcome: 'talked' }],
    }),
  }
}

function dispute(account: number, from: number, until: number): Happening[] {
  const named = { account: `A${account}`, dispute: 'X1' }
  return [
    {
      at: from,
      fact: (at) => ({ type: 'dispute.opened', at, ...named }),
      event: (at) => ({ event: 'dispute', at, account }),
    },
    {
      at: until,
      fact: (at) => ({ type: 'dispute.resolved', at, ...named, outcome: 'rejected' }),
      event: (at) => ({ event: 'dispute_over', at, account }),
    },
  ]
}

function promise(account: number, at: number, byDay: string): Happening {
  const told = { promise: 'P1', amount: '10.00', by: byDay, graceDays: 0 }
  return {
    at,
    fact: (time) => ({ type: 'promise.made', at: time, account: `A${account}`, ...told }),
    event: (now) => ({ event: 'promise', at: now, byDay, account }),
  }
}

function optout(person: number, point: Point, channel: 'sms' | null, at: number): Happening {
  return {
    at,
    fact: (time) => ({
      type: 'optout.received',
      at: time,
      debtor: `D${person}`,
      point: point.id,
      ...(channel && { channel }),
    }),
    event: (now) => ({ event: 'optout', at: now, number: point.number, channel }),
  }
}
