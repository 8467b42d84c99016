import { expect, test } from 'vitest'
import { gather } from '../../../src/shell/provider/gather.ts'

test('callers at the same time share a batch and get their own answers', async () => {
  const batches: number[][] = []
  const double = gather(
    async (items: number[]) => {
      batches.push(items)
      return items.map((item) => item * 2)
    },
    { size: 3, waitMs: 1, lanes: 1 },
  )
  expect(await Promise.all([1, 2, 3, 4, 5, 6, 7].map(double))).toEqual([2, 4, 6, 8, 10, 12, 14])
  expect(batches.map((batch) => batch.length)).toEqual([3, 3, 1])
})

test('while all lanes are busy the next batch fills', async () => {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const batches: number[][] = []
  const echo = gather(
    async (items: number[]) => {
      batches.push(items)
      if (batches.length === 1) await held
      return items
    },
    { size: 2, waitMs: 1, lanes: 1 },
  )
  const first = [1, 2].map(echo)
  const rest = [3, 4, 5].map(echo)
  expect(batches).toEqual([[1, 2]])
  release()
  expect(await Promise.all([...first, ...rest])).toEqual([1, 2, 3, 4, 5])
  expect(batches).toEqual([[1, 2], [3, 4], [5]])
})

test('one bad item spoils its own call only', async () => {
  const batches: number[][] = []
  const picky = gather(
    async (items: number[]) => {
      batches.push(items)
      if (items.includes(2)) throw new Error('a row that cannot be read')
      return items
    },
    { size: 3, waitMs: 1, lanes: 1 },
  )
  const settled = await Promise.allSettled([1, 2, 3].map(picky))
  expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(batches).toEqual([[1, 2, 3], [1], [2], [3]])
})

test('a batch that fails whatever is in it fails for each of its callers, and the next one goes on', async () => {
  const once = gather(
    async (items: number[]) => {
      if (items.some((item) => item < 3)) throw new Error('no database')
      return items
    },
    { size: 2, waitMs: 1, lanes: 1 },
  )
  const settled = await Promise.allSettled([1, 2, 3].map(once))
  expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})
