import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAgreedToday } from '../../../src/shell/pg/watch/agreed-count.ts'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'

/** It is the 10th in New York, and the 11th on Kiritimati; nobody knows where C is. */
const NOW = '2026-03-11T03:00:00Z'
const WHERE = {
  A: ['America/New_York'],
  B: ['Pacific/Kiritimati'],
  C: ['Pacific/Kiritimati', 'US/Eastern'],
}

let api: TestApi
beforeAll(async () => {
  api = await testApi(recorder)
  const { db } = api.database
  await db.query('insert into virtual_clock (at) values ($1)', [NOW])
  for (const [name, zones] of Object.entries(WHERE)) {
    await db.query(
      `with p as (insert into person (external_id, regions, zones, locale) values ($1, '{}', $2, 'en') returning id),
         a as (insert into account (person_id, external_id, creditor, collector, currency, zones, past_due, bucket)
           select id, $1, 'acme', 'acme', 'USD', array_to_string($2::text[], ','), 100, 1 from p returning person_id, id),
         r as (insert into promise (person_id, account_id, external_id, amount, made_at, by_on, told)
           select person_id, id, day, 100, '2026-03-01T09:00:00Z', day::date, 'open' from a, unnest($3::text[]) day),
         l as (insert into plan (person_id, account_id, external_id, accounts, by_whom, rates, told, next_on)
           select person_id, id, day, array[id], 'lender', '[{"on": "2026-03-10", "amount": 100}]', 'active', day::date
           from a, unnest($3::text[]) day)
       insert into settlement (person_id, account_id, external_id, offered_at, amount, until_on, told)
       select person_id, id, day, '2026-03-01T09:00:00Z', 100, day::date, 'accepted' from a, unnest($3::text[]) day`,
      [name, zones, ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12']],
    )
  }
})
afterAll(() => api.close())

test.each(['promises', 'plans', 'settlements'])(
  '%s that are due today are so where the debtor lives',
  async (list) => {
    const due = async (day: string) => {
      const { body } = await api.app.inject({ url: `/v1/${list}?due=${day}`, headers: api.key('cases:read') })
      const lines = JSON.parse(body)[list] as Record<string, string>[]
      return lines.map((line) => `${line['account']} ${line[list.slice(0, -1)]}`).sort()
    }
    expect(await due('today')).toEqual(['A 2026-03-10', 'B 2026-03-11', 'C 2026-03-10'])
    expect(await due('2026-03-12')).toEqual(['A 2026-03-12', 'B 2026-03-12', 'C 2026-03-12'])
  },
)

test('the overview counts as due today what is listed so', async () => {
  expect(await readAgreedToday(api.database.db)).toEqual({ due: 3, inArrears: 0, asked: 0 })
})
