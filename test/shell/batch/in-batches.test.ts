import { expect, test } from 'vitest'
import { eachInBatches, inBatches, openBatches } from '../../../src/shell/batch/in-batches.ts'

test('callers at the same time share a batch and get their own answers', async () => {
  const batches: number[][] = []
  const double = eachInBatches(
    async (items: number[]) => {
      batches.push(items)
      return items.map((item) => item * 2)
    },
    { size: 3, waitMs: 1, lanes: 1 },
  )
  expect(await Promise.all([1, 2, 3, 4, 5, 6, 7].map(double))).toEqual([2, 4, 6, 8, 10, 12, 14])
  expect(batches.map((batch) => batch.length)).toEqual([3, 3, 1])
})

test('the next batch fills while all lanes are busy', async () => {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const batches: number[][] = []
  const echo = eachInBatches(
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
  const picky = eachInBatches(
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
  const once = eachInBatches(
    async (items: number[]) => {
      if (items.some((item) => item < 3)) throw new Error('no database')
      return items
    },
    { size: 2, waitMs: 1, lanes: 1 },
  )
  const settled = await Promise.allSettled([1, 2, 3].map(once))
  expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})

/** A batch that answers each item with itself, and says what came together. */
function echoing(held: Promise<void> | null = null) {
  const batches: number[][] = []
  const echo = async (items: number[]) => {
    batches.push(items)
    if (held && batches.length === 1) await held
    if (items.includes(0)) throw new Error('a row that cannot be read')
    return items
  }
  return { batches, echo }
}

test('the rows of one request are never in two commits, and more of them than a batch holds go alone', async () => {
  const { batches, echo } = echoing()
  const take = inBatches(echo, { size: 4, waitMs: 0, lanes: 1 })
  const answers = await Promise.all([take([1, 2, 3]), take([4, 5]), take([6, 7, 8, 9, 10, 11])])
  expect(answers).toEqual([
    [1, 2, 3],
    [4, 5],
    [6, 7, 8, 9, 10, 11],
  ])
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
    [6, 7, 8, 9, 10, 11],
  ])
})

test('a request alone starts in the turn in which it came, without waiting for others', async () => {
  const { batches, echo } = echoing()
  const take = inBatches(echo, { size: 500, waitMs: 0, lanes: 2 })
  const taken = take([1])
  await new Promise((resolve) => setImmediate(resolve))
  expect(batches).toEqual([[1]])
  expect(await taken).toEqual([1])
})

test('a request that cannot be stored is refused whole, and those beside it are stored', async () => {
  let release = (): void => {}
  const { batches, echo } = echoing(new Promise<void>((resolve) => (release = resolve)))
  const take = inBatches(echo, { size: 500, waitMs: 0, lanes: 1 })
  const first = take([1])
  await new Promise((resolve) => setImmediate(resolve))
  const beside = [take([2, 3]), take([4, 0]), take([5])]
  release()
  expect((await Promise.allSettled([first, ...beside])).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(batches).toEqual([[1], [2, 3, 4, 0, 5], [2, 3], [4, 0], [5]])
})

test('a batch that leaves an item unanswered fails', async () => {
  const forgetful = inBatches(async (items: number[]) => items.slice(1), { size: 2, waitMs: 0, lanes: 1 })
  await expect(forgetful([1, 2])).rejects.toThrow('did not answer every item')
})

test('those who wait may ride with another batch, and what takes them answers them', async () => {
  const { batches, echo } = echoing()
  const { take, board } = openBatches(echo, { size: 9, waitMs: 1000, lanes: 1 })
  expect(board()).toBeNull()
  const waiting = [take([1, 2]), take([3])]
  const riders = board()
  expect(riders?.items).toEqual([1, 2, 3])
  riders?.answer(Promise.resolve([10, 20, 30]))
  expect(await Promise.all(waiting)).toEqual([[10, 20], [30]])
  expect(batches).toEqual([])
})

test('riders whose carrier fails have a batch of their own', async () => {
  const { batches, echo } = echoing()
  const { take, board } = openBatches(echo, { size: 9, waitMs: 1000, lanes: 1 })
  const waiting = take([1, 2])
  board()?.answer(Promise.reject(new Error('no connection')))
  expect(await waiting).toEqual([1, 2])
  expect(batches).toEqual([[1, 2]])
})

test('another batch is hurried before one starts, and may take all of it', async () => {
  const { batches, echo } = echoing()
  const other = openBatches(
    async (items: number[]) => {
      const riders = own.board()
      riders?.answer(Promise.resolve(riders.items))
      return items
    },
    { size: 9, waitMs: 1000, lanes: 1 },
  )
  const own = openBatches(echo, { size: 2, waitMs: 1000, lanes: 1 }, () => other.hurry())
  const waits = other.take([7])
  expect(await Promise.all([own.take([1]), own.take([2]), waits])).toEqual([[1], [2], [7]])
  expect(batches).toEqual([])
  expect(await Promise.all([own.take([3]), own.take([4])])).toEqual([[3], [4]])
  expect(batches).toEqual([[3, 4]])
})

test('a full batch goes at once beside one in hand, and one that is not full waits longer', async () => {
  let release = (): void => {}
  const { batches, echo } = echoing(new Promise<void>((resolve) => (release = resolve)))
  const take = inBatches(echo, { size: 2, waitMs: 0, lanes: 2, besideMs: 60_000 })
  const first = take([1, 2])
  const full = [take([3]), take([4])]
  await Promise.all(full)
  expect(batches).toEqual([
    [1, 2],
    [3, 4],
  ])
  const rest = take([5])
  expect(batches).toHaveLength(2)
  release()
  expect(await Promise.all([first, rest])).toEqual([[1, 2], [5]])
})

test('what waited behind a batch does not wait anew when that is done', async () => {
  let release = (): void => {}
  const { batches, echo } = echoing(new Promise<void>((resolve) => (release = resolve)))
  const take = inBatches(echo, { size: 9, waitMs: 30, lanes: 2, besideMs: 60_000 })
  const first = take([1])
  await until(() => batches.length === 1)
  const rest = take([2])
  await new Promise((resolve) => setTimeout(resolve, 40))
  const start = performance.now()
  release()
  expect(await Promise.all([first, rest])).toEqual([[1], [2]])
  expect(performance.now() - start).toBeLessThan(25)
})

test('who knows that nobody else is to come lets those who wait go, with what is tried before them', async () => {
  const { batches, echo } = echoing()
  let tried = 0
  const { take, go } = openBatches(echo, { size: 9, waitMs: 60_000, lanes: 1 }, () => tried++)
  go()
  const waits = take([1])
  go()
  expect(await waits).toEqual([1])
  expect([batches, tried]).toEqual([[[1]], 1])
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}
