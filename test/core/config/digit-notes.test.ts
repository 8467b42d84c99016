import { expect, test } from 'vitest'
import { digitNotes } from '../../../src/core/config/check/digit-notes.ts'
import { strategyOf } from '../decide/build.ts'

const notesOf = (currency: string, pastDue: string) =>
  digitNotes({
    strategies: [
      {
        file: 'strategies/a.yaml',
        value: strategyOf({
          applies: { currency },
          stages: [{ stage: 'one', from: { dpd: 1, pastDue }, steps: [] }],
        }),
      },
    ],
  }).map(({ code, path }) => `${code} ${path}`)

test('an amount that a book of whole forints would refuse is told, and none of a currency whose digits every book counts', () => {
  expect(notesOf('HUF', '1000.50')).toEqual(['book_digits stages[0].from.pastDue'])
  expect(notesOf('HUF', '1000')).toEqual([])
  expect(notesOf('USD', '1000.50')).toEqual([])
})
