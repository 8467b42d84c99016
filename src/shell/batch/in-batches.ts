/** A batch does one thing for each of its items and gives one answer per item, in order. */
export type Batch<Item, Answer> = (items: Item[]) => Promise<Answer[]>

export interface BatchSettings {
  /** Items at most in one batch, which may change; a caller with more has a batch alone. */
  readonly size: number
  /** How long the first caller of a batch waits for others, at most; 0 = until whatever came at the same time has been read. */
  waitMs: number
  /** Batches in hand at once; while all are, the next one goes on filling. */
  lanes: number
  /** The wait while another batch is in hand: a full one goes at once, and one that is not gets fuller; absent = the same. */
  besideMs?: number
  /** Whether something else is in hand with which those who wait may ride: they wait as beside a batch. */
  beside?: () => boolean
}

/** What the doors take in shares one commit: each request is durable when it is answered, and one alone starts at once. */
export const DOOR: BatchSettings = { size: 500, waitMs: 0, lanes: 2 }

/** `size` = half of two hundred jobs in flight, so that one half is sent while the other is redeemed or settled. A page costs as much as many of its rows: a second one beside it is begun when it is full, or when the first is held up. */
export const JOBS: BatchSettings = { size: 100, waitMs: 8, lanes: 2, besideMs: 40 }

interface Caller<Item, Answer> {
  items: Item[]
  /** The instant at which it came, on the process's own clock. */
  at: number
  done(answers: Answer[]): void
  fail(error: unknown): void
}

/** Callers at the same time share a batch, and each awaits its own answers. A batch that fails is tried again caller by caller, so that what spoilt it fails alone. */
export function inBatches<Item, Answer>(
  handle: Batch<Item, Answer>,
  settings: BatchSettings,
): Batch<Item, Answer> {
  return openBatches(handle, settings).take
}

export interface Batches<Item, Answer> {
  take: Batch<Item, Answer>
  /** Whoever waits gets off: whoever takes them answers them. Null = nobody waits. */
  board: () => Riders<Item, Answer> | null
  /** What waits goes now, if nothing is in hand. */
  hurry: () => void
  /** The same, and what is tried before a batch is tried first: nobody else is about to come. */
  go: () => void
  /** Whether one is in hand. */
  isBusy: () => boolean
}

export interface Riders<Item, Answer> {
  items: Item[]
  /** They have these answers, or those that a batch of their own gives where these fail. */
  answer(answers: Promise<Answer[]>): void
}

/** `before` = what is tried first when a batch is to start: it may have taken all of it. */
export function openBatches<Item, Answer>(
  handle: Batch<Item, Answer>,
  settings: BatchSettings,
  before: () => void = () => {},
): Batches<Item, Answer> {
  const { lanes, waitMs, besideMs = waitMs, beside = () => false } = settings
  const waiting: Caller<Item, Answer>[] = []
  let [inHand, items] = [0, 0]
  const alarm = alarmTo(() => {
    before()
    close()
  })

  function close(): void {
    alarm.off()
    if (waiting.length === 0 || inHand >= lanes) return
    inHand++
    const callers = waiting.splice(0, callersWithin(waiting, settings.size))
    items -= itemsOf(callers)
    void run(callers)
    arm()
  }
  function arm(): void {
    if (waiting.length === 0 || inHand >= lanes) return
    if (items >= settings.size) {
      before()
      close()
    } else alarm.on(leftOf(inHand === 0 && !beside() ? waitMs : besideMs, waiting))
  }
  async function run(callers: Caller<Item, Answer>[]): Promise<void> {
    await answer(handle, callers)
    inHand--
    alarm.off()
    arm()
  }
  return {
    take: (given) =>
      new Promise((done, fail) => {
        waiting.push({ items: given, at: performance.now(), done, fail })
        items += given.length
        arm()
      }),
    board: () => {
      alarm.off()
      const callers = waiting.splice(0)
      items = 0
      return callers.length === 0 ? null : ridersOf(callers, handle)
    },
    hurry: () => {
      if (inHand === 0) close()
    },
    isBusy: () => inHand > 0,
    go: () => {
      if (inHand > 0 || waiting.length === 0) return
      before()
      close()
    },
  }
}

function ridersOf<Item, Answer>(
  callers: Caller<Item, Answer>[],
  handle: Batch<Item, Answer>,
): Riders<Item, Answer> {
  return {
    items: callers.flatMap((caller) => caller.items),
    answer: (answers) =>
      void answers.then(
        (all) => answerEach(callers, all),
        () => answer(handle, callers),
      ),
  }
}

/** The wait counts from when the first of them came. */
function leftOf(wait: number, [first]: readonly { at: number }[]): number {
  return first ? Math.max(0, Math.ceil(wait - (performance.now() - first.at))) : wait
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

function alarmTo(ring: () => void): { on(waitMs: number): void; off(): void } {
  let cancel: (() => void) | null = null
  return {
    on: (waitMs) => {
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

function itemsOf(callers: readonly Caller<unknown, never>[]): number {
  return callers.reduce((sum, { items }) => sum + items.length, 0)
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
    answerEach(callers, await handle(callers.flatMap((caller) => caller.items)))
  } catch (error) {
    const [only] = callers
    if (only && callers.length === 1) return only.fail(error)
    for (const caller of callers) await answer(handle, [caller])
  }
}

function answerEach<Item, Answer>(callers: readonly Caller<Item, Answer>[], answers: Answer[]): void {
  if (answers.length !== itemsOf(callers)) throw new Error('the batch did not answer every item')
  let first = 0
  for (const caller of callers) caller.done(answers.slice(first, (first += caller.items.length)))
}
