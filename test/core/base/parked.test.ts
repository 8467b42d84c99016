import { expect, test } from 'vitest'
import { retryAfter } from '../../../src/core/base/parked.ts'

test('a row that was put aside is tried again after five minutes, doubled with each failure, at most a day', () => {
  const minutes = [1, 2, 3, 9, 10, 50].map((attempts) => retryAfter(attempts) / 60_000)
  expect(minutes).toEqual([5, 10, 20, 1280, 1440, 1440])
})
