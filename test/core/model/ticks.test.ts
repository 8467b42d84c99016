import { expect, test } from 'vitest'
import { TicksSchema } from '../../../src/core/model/ticks.ts'

const isRead = (every: object): boolean =>
  TicksSchema.safeParse({ ticks: [{ tick: 'sweep', every }], rates: {} }).success

test.each([
  [{ seconds: 1 }, true],
  [{ seconds: 86_400 }, true],
  [{ minutes: 1 }, true],
  [{ minutes: 1_440 }, true],
  [{ seconds: 86_401 }, false],
  [{ minutes: 1_441 }, false],
  [{ seconds: 0 }, false],
  [{ minutes: 0.5 }, false],
  [{ hours: 1 }, false],
])('a tick comes once a day at least: every %o is read: %s', (every, read) => {
  expect(isRead(every)).toBe(read)
})
