export interface GatherOptions {
  /** Items at most in one batch. */
  size: number
  /** How long the first item of a batch waits for others, at most. */
  waitMs: number
  /** Batches in hand at once; while all are, the next one goes on filling. */
  lanes: number
}

/** Turns calls for one item into calls for a batch: callers await their own answer, in any number at once. A batch that fails is tried again one by one, so that what spoilt it fails alone. */
export function gather<Item, Answer>(
  handle: (items: Item[]) => Promise<Answer[]>,
  { size, waitMs, lanes }: GatherOptions,
): (item: Item) => Promise<Answer> {
  interface Waiting {
    item: Item
    done: (answer: Answer) => void
    fail: (error: unknown) => void
  }
  let waiting: Waiting[] = []
  let inHand = 0
  let timer: NodeJS.Timeout | null = null

  const close = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    if (waiting.length === 0 || inHand >= lanes) return
    const batch = waiting.slice(0, size)
    waiting = waiting.slice(size)
    inHand++
    void run(batch)
    if (waiting.length > 0) arm()
  }
  const arm = (): void => {
    if (waiting.length >= size) close()
    else timer ??= setTimeout(close, waitMs)
  }
  const answer = async (batch: Waiting[]): Promise<void> => {
    try {
      const answers = await handle(batch.map((one) => one.item))
      if (answers.length !== batch.length) throw new Error('the batch did not answer every item')
      answers.forEach((one, index) => batch[index]?.done(one))
    } catch (error) {
      if (batch.length === 1) batch[0]?.fail(error)
      else for (const one of batch) await answer([one])
    }
  }
  const run = async (batch: Waiting[]): Promise<void> => {
    await answer(batch)
    inHand--
    if (waiting.length > 0) arm()
  }
  return (item) =>
    new Promise<Answer>((done, fail) => {
      waiting.push({ item, done, fail })
      if (inHand < lanes) arm()
    })
}
