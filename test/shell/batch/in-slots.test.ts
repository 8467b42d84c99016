import { expect, test } from 'vitest'
import { inSlots, NotBegun } from '../../../src/shell/batch/in-slots.ts'

/** Work that is held until it is let go, item by item. */
function heldWork() {
  const begun: number[] = []
  const ends = new Map<number, (error?: Error) => void>()
  const work = (item: number): Promise<void> =>
    new Promise((resolve, reject) => {
      begun.push(item)
      ends.set(item, (error) => (error ? reject(error) : resolve()))
    })
  const end = async (item: number, error?: Error): Promise<void> => {
    ends.get(item)?.(error)
    await new Promise((turn) => setImmediate(turn))
  }
  return { begun, work, end }
}

test('no more are in hand than there are slots, whoever brought them, and they begin in their order', async () => {
  const { begun, work, end } = heldWork()
  const slots = inSlots(2, work)
  const both = [slots.each([1, 2, 3]), slots.each([4])]
  expect([begun, slots.held()]).toEqual([[1, 2], 4])
  await end(2)
  expect([begun, slots.held()]).toEqual([[1, 2, 3], 3])
  await end(1)
  expect(begun).toEqual([1, 2, 3, 4])
  await end(3)
  await end(4)
  await Promise.all(both)
  expect(slots.held()).toBe(0)
})

test('one that fails holds up nobody, and whoever brought it is told when the others are done', async () => {
  const { begun, work, end } = heldWork()
  const slots = inSlots(1, work)
  const [first, second] = [slots.each([1, 2]), slots.each([3])]
  const told = first.then(
    () => 'done',
    (error: Error) => error.message,
  )
  await end(1, new Error('no database'))
  expect(begun).toEqual([1, 2])
  await end(2)
  expect(await told).toBe('no database')
  await end(3)
  await second
  expect(slots.held()).toBe(0)
})

test('work that frees its slot early is not done yet, and the next one begins', async () => {
  const frees: (() => void)[] = []
  const held = heldWork()
  const slots = inSlots(1, (item: number, free) => {
    frees.push(free)
    return held.work(item)
  })
  const both = slots.each([1, 2])
  frees[0]?.()
  frees[0]?.()
  await new Promise((turn) => setImmediate(turn))
  expect([held.begun, slots.held()]).toEqual([[1, 2], 2])
  await held.end(1)
  await held.end(2)
  await both
  expect(slots.held()).toBe(0)
})

test('once it is stopped, what waits for a slot is refused, and what has one goes on', async () => {
  const { begun, work, end } = heldWork()
  const slots = inSlots(1, work)
  const both = slots.each([1, 2]).catch((error: unknown) => error)
  slots.stop()
  await end(1)
  expect([await both, begun]).toEqual([expect.any(NotBegun), [1]])
})
