import { describe, expect, test } from 'vitest'
import type { Disposition } from '../../src/core/channel/disposition.ts'
import { type Country, statutesOf } from '../support/dialer/country.ts'
import { dial } from '../support/dialer/dial.ts'
import type { Run } from '../support/dialer/run.ts'
import { peopleOf } from '../support/dialer/people.ts'
import { BRUTE_ALL, countriesFrom } from '../support/dialer/under-load.ts'
import { dialledWorld } from '../support/dialer/world.ts'
import { mostInDates, mostNested } from '../support/law-oracle/most.ts'
import { VOICE } from '../support/law-oracle/statute.ts'

/** A dialer that takes every chance makes exactly as many contacts as the law allows: one less would be needless, one more a breach. */
const FROM = '2026-02-23'
const DAYS = BRUTE_ALL ? 56 : 14
/** The count ends at the change of clocks: after it the hours of the dialer leave a debtor of one account too few chances a day for thirty a week. */
const BEFORE_CLOCKS_CHANGE = 14

interface Chance {
  name: string
  channels?: readonly string[]
  always: Disposition
  days?: number
}

async function takeEveryChance(house: boolean, chances: readonly Chance[]): Promise<Run[]> {
  const world = await dialledWorld({ house })
  try {
    const spans = chances.map(({ name, channels, always, days = DAYS }, index) => {
      const [country] = countriesFrom(FROM, name) as [Country]
      const people = peopleOf(country, index + 1, channels ?? (house ? null : country.limited))
      return { people, statutes: statutesOf(country, house), days, hoursApart: 3, always }
    })
    const runs = await dial(world, spans)
    for (const { referee } of runs) {
      expect({ breaches: referee.breaches, needless: referee.needless }).toEqual({
        breaches: [],
        needless: [],
      })
    }
    return runs
  } finally {
    await world.close()
  }
}

/** How many were made in each count of its own. */
function counts(
  { referee }: Run,
  per: 'account' | 'person' | 'creditor',
  channels?: readonly string[],
): number[] {
  const made = new Map<string, number>()
  for (const one of referee.journal.filter((contact) => !channels || channels.includes(contact.channel))) {
    const key = `${per === 'account' ? one.account : one.person} ${per === 'creditor' ? one.creditor : ''}`
    made.set(key, (made.get(key) ?? 0) + 1)
  }
  return [...made.values()]
}

const three = (most: number) => [most, most, most]
const four = (most: number) => [most, most, most, most]

describe('the most that a law allows is what is made', () => {
  test('each law alone is used to its limit', async () => {
    const [calls, talks, virginia, korea, russia, china] = (await takeEveryChance(false, [
      { name: 'US-NY', always: 'no_answer' },
      { name: 'US-NY', channels: ['call'], always: 'rpc_hung_up' },
      { name: 'US-WV', always: 'busy', days: BEFORE_CLOCKS_CHANGE },
      { name: 'KR', always: 'no_answer' },
      { name: 'RU', always: 'rpc_hung_up' },
      { name: 'CN', always: 'rpc_hung_up' },
    ])) as [Run, Run, Run, Run, Run, Run]

    // Regulation F: seven calls in seven dates about each debt, and one talk.
    expect(counts(calls, 'account')).toEqual(four(mostInDates(DAYS, { max: 7, width: 7 })))
    expect(counts(talks, 'account')).toEqual(four(mostInDates(DAYS, { max: 1, width: 7 })))
    // West Virginia: thirty in seven dates, busy ones too, with each debtor.
    const before = mostInDates(BEFORE_CLOCKS_CHANGE, { max: 30, width: 7 })
    expect(counts(virginia, 'person')).toEqual(three(before))
    // Korea: seven in seven dates about each debt, on all channels.
    expect(counts(korea, 'account')).toEqual(four(mostInDates(DAYS, { max: 7, width: 7 })))
    // Russia: by day, week and month at once, for each creditor of each debtor.
    const spoken = mostNested(FROM, DAYS, { day: 1, week: 2, month: 8 })
    const written = mostNested(FROM, DAYS, { day: 2, week: 4, month: 16 })
    const visits = mostNested(FROM, DAYS, { day: 1, week: 1, month: Infinity })
    expect(counts(russia, 'creditor', VOICE)).toEqual(four(spoken))
    expect(counts(russia, 'creditor', ['sms', 'im', 'email', 'push'])).toEqual(four(written))
    expect(counts(russia, 'creditor', ['visit'])).toEqual(three(visits))
    // China: three talks a day with each creditor of each debtor.
    expect(counts(china, 'creditor')).toEqual(four(3 * DAYS))
  }, 900_000)

  test('each debtor hears three a day and seven in seven dates under the house’s ceilings', async () => {
    const [spain] = (await takeEveryChance(true, [{ name: 'ES', always: 'no_answer' }])) as [Run]
    const most = mostInDates(DAYS, { max: 7, width: 7, aDay: 3 })
    expect(counts(spain, 'person')).toEqual(three(most))
  }, 900_000)
})
