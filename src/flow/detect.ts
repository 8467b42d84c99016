import { isRowFault } from '../core/base/fault.ts'
import { AccountId, PersonId } from '../core/base/id.ts'
import type { ParkedRow } from '../core/base/parked.ts'
import { type Day, type Instant, lastDayOf, type Zone } from '../core/base/time.ts'
import type { Strategy } from '../core/model/strategy.ts'
import { type DueAccount, reviewAccounts } from '../core/detect/detect.ts'
import { decidableOf } from '../core/detect/decidable.ts'
import { type DetectChanges, isEnough, openGranted, quotasOf, wantedOf } from '../core/detect/quota.ts'
import { byPriority } from '../core/detect/strategy-for.ts'
import type { ActiveConfig, ConfigPort } from './ports/config.ts'
import type { DecidedCounts, DecidedOpened, DecidesOpened } from './ports/decide.ts'
import type { AccountRef, DetectTx, Today } from './ports/detect.ts'
import type { ContactJob } from './ports/enqueuer.ts'
import { faultyRow, type Isolated, pageOrHalves } from './ports/isolate.ts'
import { faultyFeed, judgeFeeds, judgeThese } from './ports/judge-feeds.ts'
import { parkAll, retryParked } from './ports/park.ts'
import type { Transactions } from './ports/transactions.ts'

export interface DetectDeps {
  store: Transactions<DetectTx>
  config: ConfigPort
  /** What a page opens is decided in the page's own transaction. Absent = decide is woken for all of it. */
  decider?: DecidesOpened
}

export interface Detected {
  looked: number
  opened: number
  reopened: number
  /** The number of accounts that went to another bucket. */
  rolled: number
  /** Overdue accounts that no strategy takes: each has a human task. */
  unplaced: number
  /** What was decided in the same transactions. */
  decided: DecidedCounts
  /** The number of contacts that went to the queue at once. */
  queued: number
  /** Cases that were opened, or opened again, and that nobody has decided yet. */
  undecided: number
  more: boolean
  /** Accounts are due, and somebody else has hold of all of them: they are to be looked at again in a moment. */
  held: boolean
  /** The accounts that could not be reviewed: they are put aside, so that the others are. */
  parked: ParkedRow[]
}

/** A page of accounts is reviewed on the day on which time alone changes something; any number of detectors may run side by side. */
export async function detectPage({ store, config, decider }: DetectDeps, limit = 1000): Promise<Detected> {
  const active = await config.active()
  const { schedules, hash } = active
  const strategies = byPriority(schedules.strategies)
  const unjudged = await judgeFeeds(store, schedules.creditors, hash)
  const page = (deciding?: Deciding): Promise<Page> =>
    store.transaction(async (tx) => {
      const todays = await todaysOf(tx)
      const { due, left } = await tx.lockDue(todays, limit)
      if (due.length > 0) return review(tx, { strategies, todays, deciding }, { due, more: left })
      return { ...NOTHING, held: (await tx.dueIds(todays, 1)).length > 0 }
    })
  const looked = await pageOrHalves({
    page: () => (decider ? decidedOrNot(page, { decider, active }) : page()),
    rows: () => store.transaction(async (tx) => tx.dueIds(await todaysOf(tx), limit)),
    work: (accounts) => reviewThese(store, strategies, accounts),
  })
  const { jobs, ...detected } = await summed(store, looked)
  if (jobs.length > 0) await decider?.handOver(jobs)
  return { ...detected, parked: [...unjudged, ...detected.parked] }
}

interface Deciding {
  decider: DecidesOpened
  active: ActiveConfig
}

/** Where a page cannot be decided as well, it is reviewed alone: decide is woken for it, and finds out who is to blame. */
async function decidedOrNot(page: (deciding?: Deciding) => Promise<Page>, deciding: Deciding): Promise<Page> {
  try {
    return await page(deciding)
  } catch (error) {
    if (!isRowFault(error)) throw error
    return page()
  }
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

interface Page extends Omit<Detected, 'parked' | 'queued'> {
  /** Contacts that are committed as queued. */
  jobs: readonly ContactJob[]
}

function reviewThese(
  store: DetectDeps['store'],
  strategies: readonly Strategy[],
  accounts: readonly AccountRef[],
): Promise<Page> {
  return store.transaction(async (tx) => {
    const todays = await todaysOf(tx)
    const due = await tx.lockThese(todays, accounts)
    return review(tx, { strategies, todays }, { due, more: true })
  })
}

interface Reviewing {
  strategies: readonly Strategy[]
  todays: Today[]
  deciding?: Deciding | undefined
}

/** The places of a day are taken first, and others wait for them until the commit. A page that is also decided takes them last, where there is room for all. */
async function review(
  tx: DetectTx,
  { strategies, todays, deciding }: Reviewing,
  { due, more }: { due: DueAccount[]; more: boolean },
): Promise<Page> {
  if (due.length === 0) return { ...NOTHING, more }
  const reviews = reviewAccounts(due, strategies, tx.now)
  const asks = quotasOf(reviews)
  const [ids, free] = await Promise.all([
    tx.caseIds(wantedOf(asks)),
    deciding ? tx.freePlaces(asks) : new Map<string, number>(),
  ])
  const isRoomy = isEnough(asks, free)
  const granted = isRoomy ? free : await tx.takeQuotas(asks)
  const changes = openGranted(reviews, { granted, ids, now: tx.now })
  const decided = deciding && (await decideIn(tx, { changes, todays, deciding }))
  const jobs = await tx.saveReviews(changes, decided ?? undefined)
  if (isRoomy && !isEnough(asks, await tx.takeQuotas(asks))) throw new PlacesGone()
  return { ...pageOf(changes, decided ?? null), looked: due.length, jobs, more }
}

/** Somebody else took places that were free when the page began. */
class PlacesGone extends Error {}

async function decideIn(
  tx: DetectTx,
  { changes, todays, deciding }: { changes: DetectChanges; todays: Today[]; deciding: Deciding },
): Promise<DecidedOpened | null> {
  const opened = decidableOf(changes, tx.now)
  if (opened.cases.length === 0) return null
  const dueAmong: DueAmong = (accounts) => tx.dueAmong(todays, accounts)
  return deciding.decider.decide(tx, { ...opened, dueAmong }, deciding.active)
}

type DueAmong = Parameters<DecidesOpened['decide']>[1]['dueAmong']

function pageOf(
  { opened, reopened, facts, unplaced }: DetectChanges,
  decided: DecidedOpened | null,
): Omit<Page, 'looked' | 'jobs' | 'more'> {
  const done = new Set(decided?.decisions.map(({ person }) => person))
  const later = [...opened, ...reopened].filter(({ account }) => !done.has(account.person))
  return {
    opened: opened.length,
    reopened: reopened.length,
    rolled: facts.filter((fact) => fact.type === 'account.rolled').length,
    unplaced: unplaced.length,
    decided: decided?.counts ?? NOBODY,
    undecided: later.length,
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

async function summed(
  store: DetectDeps['store'],
  looked: Isolated<AccountRef, Page>,
): Promise<Detected & Pick<Page, 'jobs'>> {
  const faulty = looked.faulty.map(({ row, error }) => faultyAccount(row, error))
  const sum = sumOf(looked.done)
  const parked = await parkAll(store, faulty)
  return { ...sum, queued: sum.jobs.length, more: sum.more || faulty.length > 0, parked }
}

function faultyAccount({ account, person }: AccountRef, error: unknown): ReturnType<typeof faultyRow> {
  return faultyRow(error, { loop: 'detect', kind: 'account', id: account, person, account })
}

const NOBODY: DecidedCounts = { persons: 0, planned: 0, refused: 0, moved: 0 }
const NONE = { looked: 0, opened: 0, reopened: 0, rolled: 0, unplaced: 0, undecided: 0 }
const NOTHING: Page = { ...NONE, decided: NOBODY, jobs: [], more: false, held: false }

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
      decided: countsOf(sum.decided, page.decided),
      undecided: sum.undecided + page.undecided,
      jobs: sum.jobs.length === 0 ? page.jobs : [...sum.jobs, ...page.jobs],
    }),
    NOTHING,
  )
}

function countsOf(a: DecidedCounts, b: DecidedCounts): DecidedCounts {
  return {
    persons: a.persons + b.persons,
    planned: a.planned + b.planned,
    refused: a.refused + b.refused,
    moved: a.moved + b.moved,
  }
}
