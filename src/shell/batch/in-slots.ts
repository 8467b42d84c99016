export interface Slots<Item> {
  /** The promise resolves when all of them are done; where some failed it rejects with the first of their errors, after the others are done. */
  each(items: readonly Item[]): Promise<void>
  /** How many are not done yet. */
  held(): number
  /** What waits for a slot is refused from now on, with `NotBegun`; what has one goes on. */
  stop(): void
}

/** The process ends, and somebody else is to begin it. */
export class NotBegun extends Error {}

/** The work may free its slot before it is done. */
export type InSlot<Item> = (item: Item, free: () => void) => Promise<void>

/** At most so many items have a slot at once, whoever brought them; the others wait in the order in which they came. `ended` is called after each item that is done. */
export function inSlots<Item>(slots: number, work: InSlot<Item>, ended: () => void = () => {}): Slots<Item> {
  const waiting: (() => void)[] = []
  let stopped = false
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
      if (stopped) throw new NotBegun('the worker stops')
      await work(item, free)
    } finally {
      held--
      free()
      ended()
    }
  }
  return {
    each: async (items) => {
      const done = await Promise.allSettled(items.map(one))
      const failed = done.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
    },
    held: () => held,
    stop: () => (stopped = true),
  }
}
