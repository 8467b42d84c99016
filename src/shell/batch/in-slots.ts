export interface Slots<Item> {
  /** The promise resolves when all of them are done; where some failed it rejects with the first of their errors, after the others are done. */
  each(items: readonly Item[]): Promise<void>
  /** How many are in hand or wait for a slot. */
  held(): number
}

/** At most so many items are in hand at once, whoever brought them; the others wait in the order in which they came. */
export function inSlots<Item>(slots: number, work: (item: Item) => Promise<void>): Slots<Item> {
  const waiting: (() => void)[] = []
  let free = slots
  async function one(item: Item): Promise<void> {
    if (free > 0) free--
    else await new Promise<void>((begin) => waiting.push(begin))
    try {
      await work(item)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
  return {
    each: async (items) => {
      const done = await Promise.allSettled(items.map(one))
      const failed = done.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
    },
    held: () => slots - free + waiting.length,
  }
}
