import type { ContentHash } from '../../core/base/id.ts'
import type { ParkedRow } from '../../core/base/parked.ts'
import { firstToday, judgeFeed } from '../../core/figures/judge-feed.ts'
import { type Creditors, policyOf } from '../../core/model/creditors.ts'
import type { DetectTx, DueFeeds } from './detect.ts'
import { faultyRow, pageOrHalves } from './isolate.ts'
import { parkAll } from './park.ts'
import type { Transactions } from './transactions.ts'

const FEEDS = 500
const WOKEN = 5000

/** Figures age by time alone, by files and by what is stated: creditors whose accounts have to be reviewed for it are found by their own rows, and the accounts page by page. Cases follow the reviews. A creditor whose files cannot be judged is put aside, so that the others are. */
export async function judgeFeeds(
  store: Transactions<DetectTx>,
  creditors: Creditors | undefined,
  config: ContentHash,
): Promise<ParkedRow[]> {
  const parked: ParkedRow[] = []
  for (let more = true; more; ) {
    const { done, faulty } = await pageOrHalves({
      page: () => store.transaction((tx) => judge(tx, { creditors, config })),
      rows: () => store.transaction((tx) => tx.feedNames(dueFeeds(tx, config), FEEDS)),
      work: (names) => judgeThese(store, { creditors, config }, names),
    })
    const rows = faulty.map(({ row, error }) => faultyFeed(row, error))
    parked.push(...(await parkAll(store, rows)))
    more = done.reduce((sum, judged) => sum + judged, rows.length) === FEEDS
  }
  for (let wakes = true; wakes; ) wakes = await store.transaction((tx) => tx.wakeAccounts(WOKEN))
  return parked
}

interface Stated {
  creditors: Creditors | undefined
  config: ContentHash
}

export function judgeThese(
  store: Transactions<DetectTx>,
  stated: Stated,
  names: readonly string[],
): Promise<number> {
  return store.transaction((tx) => judge(tx, stated, names))
}

/** How many were judged. */
async function judge(
  tx: DetectTx,
  { creditors, config }: Stated,
  names?: readonly string[],
): Promise<number> {
  const due = await tx.lockFeeds(dueFeeds(tx, config), FEEDS, names)
  const judged = due.map((row) => judgeFeed(row, policyOf(creditors, row.creditor), tx.now))
  await tx.saveFeeds(judged, config)
  return due.length
}

function dueFeeds({ now }: DetectTx, config: ContentHash): DueFeeds {
  return { config, day: firstToday(now) }
}

export function faultyFeed(creditor: string, error: unknown): ReturnType<typeof faultyRow> {
  return faultyRow(error, { loop: 'figures', kind: 'creditor', id: creditor, person: null })
}
