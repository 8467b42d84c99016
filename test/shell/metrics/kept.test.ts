import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { kept } from '../../../src/shell/metrics/kept.ts'

/** Readings that take so long by a clock that they move themselves. */
function readings(millis: number) {
  let now = 0
  let count = 0
  const ask = kept({ now: () => now }, async () => {
    now += millis
    return ++count
  })
  const read = async (): Promise<number> => {
    const answer = await ask()
    await setImmediate()
    return answer
  }
  return {
    read,
    wait: (more: number) => (now += more),
  }
}

it.each([
  { takes: 1, again: 3_000 },
  { takes: 100, again: 10_000 },
  { takes: 10_000, again: 240_000 },
])('a reading that takes $takes ms is made again after $again ms', async ({ takes, again }) => {
  const { read, wait } = readings(takes)
  expect(await read()).toBe(1)
  wait(again - takes - 1)
  expect(await read()).toBe(1)
  wait(1)
  expect(await read()).toBe(2)
})

it('who asks while it is read gets the same reading', async () => {
  const { read } = readings(1)
  expect(await Promise.all([read(), read()])).toEqual([1, 1])
})

it('a clock that is put back keeps no reading for as long as it jumped, and is asked as seldom as before', async () => {
  const { read, wait } = readings(1)
  expect(await read()).toBe(1)
  wait(-3_600_000)
  expect([await read(), await read()]).toEqual([2, 2])
  wait(3_000)
  expect(await read()).toBe(3)
})
