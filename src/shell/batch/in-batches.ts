/** A batch does one thing for each of its items and gives one answer per item, in order. */
export type Batch<Item, Answer> = (items: Item[]) => Promise<Answer[]>

export interface BatchSettings {
  /** Items at most in one batch, which may change; a caller with more has a batch alone. */
  readonly size: number
  /** How long the first caller of a batch waits for others, at most; 0 = until whatever came at the same time has been read. */
  waitMs: number
  /** Batches in hand at once; while all are, the next one goes on filling. */
  lanes: number
}

/** What the doors take in shares one commit: each request is durable when it is answered, and one alone starts at once. */
export const DOOR: BatchSettings = { size: 500, waitMs: 0, lanes: 2 }

/** Half of the jobs in flight, so that one half is sent while the other is redeemed or settled. */
export const JOBS: BatchSettings = { size: 100, waitMs: 8, lanes: 2 }

interface Caller<Item, Answer> {
  items: Item[]
  done(answers: Answer[]): void
  fail(error: unknown): void
}

/** Callers at the same time share a batch, and each awaits its own answers. A batch that fails is tried again caller by caller, so that what spoilt it fails alone. */
export function inBatches<Item, Answer>(
  handle: Batch<Item, Answer>,
  settings: BatchSettings,
): Batch<Item, Answer> {
  const { lanes } = settings
  const waiting: Caller<Item, Answer>[] = []
  let inHand = 0
  const alarm = alarmAfter(settings.waitMs, close)

  function close(): void {
    alarm.off()
    if (waiting.length === 0 || inHand >= lanes) return
    inHand++
    void run(waiting.splice(0, callersWithin(waiting, settings.size)))
    arm()
  }
  function arm(): void {
    if (waiting.length === 0 || inHand >= lanes) return
    if (isFull(waiting, settings.size)) close()
    else alarm.on()
  }
  async function run(callers: Caller<Item, Answer>[]): Promise<void> {
    await answer(handle, callers)
    inHand--
    arm()
  }
  return (items) =>
    new Promise((done, fail) => {
      waiting.push({ items, done, fail })
      arm()
    })
}

/** The same for callers with one item each. */
export function eachInBatches<Item, Answer>(
  handle: Batch<Item, Answer>,
  settings: BatchSettings,
): (item: Item) => Promise<Answer> {
  const take = inBatches(handle, settings)
  return async (item) => {
    const [answer] = await take([item])
    return answer as Answer
  }
}

function alarmAfter(waitMs: number, ring: () => void): { on(): void; off(): void } {
  let cancel: (() => void) | null = null
  return {
    on: () => {
      if (cancel) return
      if (waitMs === 0) {
        const turn = setImmediate(ring)
        cancel = () => clearImmediate(turn)
      } else {
        const timer = setTimeout(ring, waitMs)
        cancel = () => clearTimeout(timer)
      }
    },
    off: () => {
      cancel?.()
      cancel = null
    },
  }
}

function isFull(waiting: readonly Caller<unknown, never>[], size: number): boolean {
  let items = 0
  return waiting.some((caller) => (items += caller.items.length) >= size)
}

/** How many of the first fit into one batch: one at least. */
function callersWithin(waiting: readonly Caller<unknown, never>[], size: number): number {
  let items = 0
  const over = waiting.findIndex((caller, index) => (items += caller.items.length) > size && index > 0)
  return over === -1 ? waiting.length : over
}

async function answer<Item, Answer>(
  handle: Batch<Item, Answer>,
  callers: Caller<Item, Answer>[],
): Promise<void> {
  try {
    const items = callers.flatMap((caller) => caller.items)
    const answers = await handle(items)
    if (answers.length !== items.length) throw new Error('the batch did not answer every item')
    let first = 0
    for (const caller of callers) caller.done(answers.slice(first, (first += caller.items.length)))
  } catch (error) {
    const [only] = callers
    if (only && callers.length === 1) return only.fail(error)
    for (const caller of callers) await answer(handle, [caller])
  }
}
