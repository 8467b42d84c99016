import { expect, test } from 'vitest'
import { promiseNotes } from '../../../src/core/config/check/promises.ts'
import type { Strategy } from '../../../src/core/model/strategy.ts'

const notesOf = (promises: Strategy['promises']) =>
  promiseNotes({ strategies: [{ file: 'a.yaml', value: { promises } as Strategy, text: '' } as never] }).map(
    ({ path, message }) => `${path} ${message.slice(message.indexOf('('))}`,
  )

test('a file that says nothing of promises is told which limits hold', () => {
  expect(notesOf(undefined)).toEqual([
    'promises.standard (longest 60 days, least 5 % of what is past due, mostOpen 6)',
  ])
})

test('each type is told what it leaves unsaid, and one that says all of it nothing', () => {
  const whole = { longest: { days: 30 }, least: '10.00', mostOpen: 2 }
  expect(notesOf({ standard: whole })).toEqual([])
  expect(notesOf({ standard: whole, long: { longest: { days: 90 }, least: { share: 0.2 } } })).toEqual([
    'promises.long (mostOpen 6)',
  ])
})
