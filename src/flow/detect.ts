import { AccountId, type ContentHash, PersonId } from '../core/base/id.ts'
import type { ParkedRow } from '../core/base/parked.ts'
import { type Day, type Instant, lastDayOf, type Zone } from '../core/base/time.ts'
import type { Strategy } from '../core/model/strategy.ts'
import { type DueAccount, reviewAccounts } from '../core/detect/detect.ts'
import { openGranted, quotasOf } from '../core/detect/quota.ts'
import { policyOf } from '../core/model/creditors.ts'
import type { Creditors } from '../core/model/creditors.ts'
import { byPriority } from '../core/detect/strategy-for.ts'
import { firstToday, judgeFeed } from '../core/figures/judge-feed.ts'
import type { ConfigPort } from './ports/config.ts'
import type { AccountRef, DetectTx, DueFeeds, Today } from './ports/detect.ts'
import { faultyRow, type Isolated, pageOrHalves } from './ports/isolate.ts'
import { parkAll, retryParked } from './ports/park.ts'
import type { Transactions } from './ports/transactions.ts'

export interface DetectDeps {
  store: Transactions<DetectTx>
  config: ConfigPort
}

export interface Detected {
  looked: number
  opened: number
  reopened: number
  /** The number of accounts that went to another bucket. */
  rolled: number
  /** Overdue accounts that no strategy takes: each has a human task. */
  unplaced: number
  more: boolean
  /** Accounts are due, and somebody else has hold of all of them: they are to be looked at again in a moment. */
  held: boolean
  /** The accounts that could not be reviewed: they are put aside, so that the others are. */
  parked: ParkedRow[]
}

/** A page of accounts is reviewed on the day on which time alone changes something; any number of detectors may run side by side. */
export async function detectPage({ store, config }: DetectDeps, limit = 1000): Promise<Detected> {
  const { schedules, hash } = await config.active()
  const strategies = byPriority(schedules.strategies)
  const unjudged = await judgeFeeds(store, schedules.creditors, hash)
  const looked = await pageOrHalves({
    page: () =>
      store.transaction(async (tx) => {
        const todays = await todaysOf(tx)
        const { due, left } = await tx.lockDue(todays, limit)
        if (due.length > 0) return review(tx, strategies, { due, more: left })
        return { ...NOTHING, held: (await tx.dueIds(todays, 1)).length > 0 }
      }),
    rows: () => store.transaction(async (tx) => tx.dueIds(await todaysOf(tx), limit)),
    work: (accounts) => reviewThese(store, strategies, accounts),
  })
  const detected = await summed(store, looked)
  return { ...detected, parked: [...unjudged, ...detected.parked] }
}

/** Accounts and creditors that were put aside and whose time has come are reviewed again. */
export async function retryDetect({
  store,
  config,
}: DetectDeps): Promise<Pick<Detected, 'opened' | 'reopened' | 'parked'>> {
  const { schedules, hash } = await config.active()
  const strategies = byPriority(schedules.strategies)
  const feeds = await retryParked(store, 'figures', {
    refOf: ({ id }) => id,
    work: (creditor) => judgeThese(store, { creditors: schedules.creditors, config: hash }, [creditor]),
    faultyOf: faultyFeed,
  })
  const { done, parked } = await retryParked(store, 'detect', {
    refOf: ({ id, person }) => ({ account: AccountId.parse(Number(id)), person: PersonId.parse(person) }),
    work: (account) => reviewThese(store, strategies, [account]),
    faultyOf: faultyAccount,
  })
  return { ...sumOf(done), parked: [...feeds.parked, ...parked] }
}

type Page = Omit<Detected, 'parked'>

function reviewThese(
  store: DetectDeps['store'],
  strategies: readonly Strategy[],
  accounts: readonly AccountRef[],
): Promise<Page> {
  return store.transaction(async (tx) => {
    const due = await tx.lockThese(await todaysOf(tx), accounts)
    return review(tx, strategies, { due, more: true })
  })
}

async function review(
  tx: DetectTx,
  strategies: readonly Strategy[],
  { due, more }: { due: DueAccount[]; more: boolean },
): Promise<Page> {
  if (due.length === 0) return { ...NOTHING, more }
  const reviews = reviewAccounts(due, strategies, tx.now)
  const granted = await tx.takeQuotas(quotasOf(reviews))
  const changes = openGranted(reviews, granted, tx.now)
  await tx.saveReviews(changes)
  return {
    looked: due.length,
    opened: changes.opened.length,
    reopened: changes.reopened.length,
    rolled: changes.facts.filter((fact) => fact.type === 'account.rolled').length,
    unplaced: changes.unplaced.length,
    more,
    held: false,
  }
}

async function todaysOf(tx: DetectTx): Promise<Today[]> {
  return (await tx.zoneSets()).map((zones) => ({ zones, today: todayOf(zones, tx.now) }))
}

/** The last place on earth where a day begins. */
const LAST_ZONE = 'Etc/GMT+12'

/** The day of an unknown zone is the one that has begun everywhere: the review then fails for such an account alone. */
function todayOf(zones: Zone[], now: Instant): Day {
  try {
    return lastDayOf(zones, now)
  } catch {
    return lastDayOf([LAST_ZONE], now)
  }
}

async function summed(store: DetectDeps['store'], looked: Isolated<AccountRef, Page>): Promise<Detected> {
  const faulty = looked.faulty.map(({ row, error }) => faultyAccount(row, error))
  const sum = sumOf(looked.done)
  return { ...sum, more: sum.more || faulty.length > 0, parked: await parkAll(store, faulty) }
}

function faultyAccount({ account, person }: AccountRef, error: unknown): ReturnType<typeof faultyRow> {
  return faultyRow(error, { loop: 'detect', kind: 'account', id: account, person, account })
}

const NOTHING: Page = { looked: 0, opened: 0, reopened: 0, rolled: 0, unplaced: 0, more: false, held: false }

function sumOf(pages: readonly Page[]): Page {
  return pages.reduce(
    (sum, page) => ({
      looked: sum.looked + page.looked,
      opened: sum.opened + page.opened,
      reopened: sum.reopened + page.reopened,
      rolled: sum.rolled + page.rolled,
      unplaced: sum.unplaced + page.unplaced,
      more: sum.more || page.more,
      held: sum.held || page.held,
    }),
    NOTHING,
  )
}

const FEEDS = 500
const WOKEN = 5000

/** Figures age by time alone, by files and by what is stated: creditors whose accounts have to be reviewed for it are found by their own rows, and the accounts page by page. Cases follow the reviews. A creditor whose files cannot be judged is put aside, so that the others are. */
async function judgeFeeds(
  store: DetectDeps['store'],
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

function judgeThese(store: DetectDeps['store'], stated: Stated, names: readonly string[]): Promise<number> {
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

function faultyFeed(creditor: string, error: unknown): ReturnType<typeof faultyRow> {
  return faultyRow(error, { loop: 'figures', kind: 'creditor', id: creditor, person: null })
}
