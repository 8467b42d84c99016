import { expect, test } from 'vitest'
import { covers } from '../../../src/shell/person/covers.ts'

const ALL = { account: null, point: null, points: [], ofNumber: false, channel: null }

test('an opt-out of one number is told as that, one of a channel as that, and one of everything as everything', () => {
  expect(covers(ALL)).toBe('every channel to every number and address, on every account')
  expect(covers({ ...ALL, channel: 'sms' })).toBe('sms to every number and address, on every account')
  expect(covers({ ...ALL, point: 5, points: [5], ofNumber: true })).toBe(
    'every channel to #5 alone, on every account and for whoever else has it',
  )
  expect(covers({ ...ALL, ofNumber: true })).toBe(
    'every channel to a number that is none of theirs now, on every account',
  )
  expect(covers({ ...ALL, account: 'A1' })).toBe('every channel to every number and address, on account A1')
})
