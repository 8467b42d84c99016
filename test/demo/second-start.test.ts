import { expect, test } from 'vitest'
import { bookToPlay, bookWords } from '../../demo/second-start.ts'

const MADE = { seed: '1', accounts: 1000, days: 90, from: '2026-03-02' }
const playedTo = Date.parse('2026-03-12T00:00:00Z') - 1

test('a first start has nothing to say of another book', () => {
  expect(bookWords({ made: null, playedTo: null }, { seed: '7' })).toEqual([])
  expect(bookToPlay({ made: null }, { seed: '7' })).toEqual({ ...MADE, seed: '7' })
})

test('a second start says which book it goes on with, and which options it did not heed', () => {
  const asked = { seed: '7', accounts: 200, days: 30 }
  expect(bookToPlay({ made: MADE }, asked)).toEqual(MADE)
  expect(bookWords({ made: MADE, playedTo }, asked)).toEqual([
    'going on with the book that is here: seed 1, 1000 accounts, 10 of 90 days are played',
    'not heeded: --seed 7 --accounts 200 --days 30; npm start -- --reset --seed 7 --accounts 200 --days 30 wipes this book and begins that one',
  ])
})

test('the same options again, or none, are nothing to complain of', () => {
  for (const asked of [{}, { seed: '1', accounts: 1000, days: 90 }])
    expect(bookWords({ made: MADE, playedTo }, asked)).toHaveLength(1)
})

test('more days are played on, and a book that is played out says how', () => {
  expect(bookToPlay({ made: MADE }, { days: 120 }).days).toBe(120)
  const end = Date.parse('2026-05-31T00:00:00Z') - 1
  expect(bookWords({ made: MADE, playedTo: end }, {})).toEqual([
    'going on with the book that is here: seed 1, 1000 accounts, 90 of 90 days are played',
    'nothing is left to play: npm start -- --days 120 plays on',
  ])
})
