export interface Slots<Item> {
  /** The promise resolves when all of them are done; where some failed it rejects with the first of their errors, after the others are done. */
  each(items: readonly Item[]): Promise<void>
  /** How many are not done yet. */
  held(): number
}

/** The work may free its slot before it is done. */
export type InSlot<Item> = (item: Item, free: () => void) => Promise<void>

/** At most so many items have a slot at once, whoever brought them; the others wait in the order in which they came. */
export function inSlots<Item>(slots: number, work: InSlot<Item>): Slots<Item> {
  const waiting: (() => void)[] = []
  let left = slots
  let held = 0
  function freeOnce(): () => void {
    let freed = false
    return () => {
      if (freed) return
      freed = true
      const next = waiting.shift()
      if (next) next()
      else left++
    }
  }
  async function one(item: Item): Promise<void> {
    held++
    if (left > 0) left--
    else await new Promise<void>((begin) => waiting.push(begin))
    const free = freeOnce()
    try {
      await work(item, free)
    } finally {
      held--
      free()
    }
  }
  return {
    each: async (items) => {
      const done = await Promise.allSettled(items.map(one))
      const failed = done.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
    },
    held: () => held,
  }
}
