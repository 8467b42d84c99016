import type { Fresh } from '../known-lines.ts'
import type { Merge, StagedFile, StagedPart } from '../merge.ts'
import { stagedNames } from '../../pg/feed/staging.ts'
import type { TellPages } from '../read/lines.ts'
import { isPageAsked, tellPage, type Telling } from '../tell.ts'
import type { AgainTold, ThreadSetup } from './order.ts'
import { startThreads, type Threads } from './threads.ts'

/** Who tells and stores the pages of a file: this thread, and others of their own once the file shows to be long. */
export interface Hands extends TellPages {
  /** Null = this thread stores what is staged. */
  staged: ((merge: Merge, tellAgain: (told: AgainTold) => Promise<void>) => StagedFile) | null
  end(): Promise<void>
}

/** Threads take about as long to start, and to become as fast as this one, as ten thousand lines to be told. */
const WORTH_IT = 10

/** This thread alone: it gives a turn to whoever else waits. */
export function handsHere(telling: Telling): Hands {
  return { tell: tellHere(telling), hands: () => 1, staged: null, end: async () => {} }
}

/** `pages` = how many this thread tells before the others are started; it tells all of which a door is asked. */
export function handsOf(
  telling: Telling,
  setup: ThreadSetup,
  { count, pages = WORTH_IT }: { count: number; pages?: number | undefined },
): Hands {
  const here = tellHere(telling)
  let told = 0
  let threads: Threads | null = null
  return {
    tell: (page) => {
      if (told++ < pages || isPageAsked(setup.kind, page)) return here(page)
      threads ??= startThreads(setup, count)
      return threads.tell(page)
    },
    hands: () => threads?.hands ?? 1,
    get staged() {
      const started = threads
      if (started === null || setup.kind !== 'accounts') return null
      return (merge: Merge, tellAgain: (told: AgainTold) => Promise<void>) => ({
        pages: pagesOf(merge, started, tellAgain),
        hands: started.hands,
      })
    },
    end: async () => threads?.end(),
  }
}

function tellHere(telling: Telling): TellPages['tell'] {
  return (page: readonly Fresh[]) =>
    tellPage(
      page.map(({ line, mark, described }) => ({ line, mark, described, read: () => line.read() })),
      telling,
    )
}

async function* pagesOf(
  { sql, run }: Merge,
  threads: Threads,
  tellAgain: (told: AgainTold) => Promise<void>,
): AsyncIterable<StagedPart> {
  let next = await stagedNames(sql, run, 0)
  while (next) {
    const { first, accounts, debtors } = next
    const following = stagedNames(sql, run, first)
    // The next turn awaits it; a failure of this turn must not leave it unheard.
    following.catch(() => {})
    yield {
      named: { accounts: new Set(accounts), debtors: new Set(debtors) },
      record: async () => {
        const { again, ...page } = await threads.store(first)
        await tellAgain(again)
        return page
      },
    }
    next = await following
  }
}
