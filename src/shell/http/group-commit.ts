/** Does one thing for each item of a page, in one transaction; one outcome per item, in order. */
export type PageRun<Item, Outcome> = (items: Item[]) => Promise<Outcome[]>

interface Caller<Item, Outcome> {
  items: Item[]
  resolve(outcomes: Outcome[]): void
  reject(error: unknown): void
}

const MOST_ITEMS = 500
const AT_ONCE = 2

/** Requests that come while a page is under way share the next one: each is durable when its promise resolves, and one commit pays for many. A request alone starts at once. */
export function groupCommit<Item, Outcome>(run: PageRun<Item, Outcome>): PageRun<Item, Outcome> {
  const waiting: Caller<Item, Outcome>[] = []
  let running = 0

  function pump(): void {
    while (running < AT_ONCE && waiting.length > 0) {
      running++
      void commitTogether(run, takePage(waiting)).finally(() => {
        running--
        pump()
      })
    }
  }

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject })
      setImmediate(pump)
    })
}

function takePage<Item, Outcome>(waiting: Caller<Item, Outcome>[]): Caller<Item, Outcome>[] {
  let items = 0
  let callers = 0
  for (const caller of waiting) {
    if (callers > 0 && items + caller.items.length > MOST_ITEMS) break
    items += caller.items.length
    callers++
  }
  return waiting.splice(0, callers)
}

async function commitTogether<Item, Outcome>(
  run: PageRun<Item, Outcome>,
  callers: Caller<Item, Outcome>[],
): Promise<void> {
  try {
    const outcomes = await run(callers.flatMap((caller) => caller.items))
    let first = 0
    for (const caller of callers) {
      caller.resolve(outcomes.slice(first, first + caller.items.length))
      first += caller.items.length
    }
  } catch (error) {
    const [only] = callers
    if (only && callers.length === 1) return only.reject(error)
    // What one caller sent may be what broke the page: the others must not suffer for it.
    for (const caller of callers) await commitTogether(run, [caller])
  }
}
