import type { CaseId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { EngineFact } from '../model/decision.ts'
import type { LedgerAccount } from '../model/ledger.ts'
import type { StaleTurn } from '../figures/stale-hold.ts'
import { updateFigures } from '../arrears/update-figures.ts'
import type { AccountReview, Opening } from './detect.ts'

/** How many new cases a strategy opens on a local day, and how many of this page want to. */
export interface QuotaAsk {
  strategy: string
  day: Day
  perDay: number
  wanted: number
}

/** An account and the case that it comes to. */
export interface OpenedAccount extends Opening {
  account: LedgerAccount
  case: CaseId
}

/** What a page of reviews changes. */
export interface DetectChanges {
  accounts: LedgerAccount[]
  opened: OpenedAccount[]
  reopened: (Opening & { account: LedgerAccount; again: CaseId })[]
  facts: EngineFact[]
  unplaced: LedgerAccount[]
  /** Less is owed than before, by time alone. */
  fallen: LedgerAccount[]
  /** The accounts that became stale, and those that are fresh again. */
  turns: (StaleTurn & { account: LedgerAccount })[]
}

/** One question per strategy and day; a case that opens again is not a new one, and asks for nothing. */
export function quotasOf(reviews: readonly AccountReview[]): QuotaAsk[] {
  const asks = new Map<string, QuotaAsk>()
  for (const { opening } of reviews) {
    if (!opening || opening.again !== null) continue
    const { strategy, day } = opening
    const key = quotaKey(strategy.strategy, day)
    const ask = asks.get(key) ?? { strategy: strategy.strategy, day, perDay: strategy.open.perDay, wanted: 0 }
    ask.wanted++
    asks.set(key, ask)
  }
  return [...asks.values()].sort((a, b) =>
    quotaKey(a.strategy, a.day) < quotaKey(b.strategy, b.day) ? -1 : 1,
  )
}

export function quotaKey(strategy: string, day: Day): string {
  return `${strategy}/${day}`
}

/** How many new cases a page wants, over all strategies and days. */
export function wantedOf(asks: readonly QuotaAsk[]): number {
  return asks.reduce((sum, { wanted }) => sum + wanted, 0)
}

/** Whether so many are granted that nobody has to wait for another day. */
export function isEnough(asks: readonly QuotaAsk[], granted: ReadonlyMap<string, number>): boolean {
  return asks.every(({ strategy, day, wanted }) => (granted.get(quotaKey(strategy, day)) ?? 0) >= wanted)
}

export interface Granted {
  /** By `quotaKey`, how many of the wanted ones fit into their day. */
  granted: ReadonlyMap<string, number>
  /** Ids for as many cases as are wanted. */
  ids: readonly CaseId[]
  now: Instant
}

/** Cases that were granted are opened, in the order of the reviews; the others are reviewed again tomorrow. */
export function openGranted(
  reviews: readonly AccountReview[],
  { granted, ids, now }: Granted,
): DetectChanges {
  const left = new Map(granted)
  const changes: DetectChanges = {
    accounts: [],
    opened: [],
    reopened: [],
    facts: [],
    unplaced: [],
    fallen: [],
    turns: [],
  }
  for (const review of reviews) {
    changes.accounts.push(review.account)
    changes.facts.push(...review.facts)
    if (review.fallen) changes.fallen.push(review.account)
    if (review.turn) changes.turns.push({ ...review.turn, account: review.account })
    if (review.unplaced) changes.unplaced.push(review.account)
    const { opening } = review
    if (!opening || !fits(left, opening)) continue
    const id = opening.again ?? ids[changes.opened.length]
    if (id === undefined) throw new Error('more cases are opened than there are ids')
    open(changes, review, { ...opening, case: id }, now)
  }
  return changes
}

function fits(left: Map<string, number>, { strategy, day, again }: Opening): boolean {
  if (again !== null) return true
  const key = quotaKey(strategy.strategy, day)
  const free = left.get(key) ?? 0
  left.set(key, free - 1)
  return free > 0
}

function open(
  changes: DetectChanges,
  review: AccountReview,
  opening: Opening & Pick<OpenedAccount, 'case'>,
  now: Instant,
): void {
  const { account, sets, file, pays } = review
  updateFigures({ account, sets, file, pays, hasOpenCase: true, looked: true, now })
  if (opening.again === null) changes.opened.push({ ...opening, account })
  else changes.reopened.push({ ...opening, account, again: opening.again })
  changes.facts.push({
    person: account.person,
    account: account.id,
    case: opening.case,
    type: opening.again === null ? 'case.opened' : 'case.reopened',
    at: now,
    body: {
      number: opening.number,
      strategy: opening.strategy.strategy,
      anchor: opening.anchor,
      pastDue: account.pastDue,
    },
  })
}
