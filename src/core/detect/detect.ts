import type { CaseId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import { lastDayOf } from '../base/time.ts'
import type { Strategy } from '../model/strategy.ts'
import type { EngineFact } from '../model/decision.ts'
import type { LedgerAccount } from '../model/ledger.ts'
import { staleOn } from '../figures/age.ts'
import { opens } from '../machine/opens.ts'
import type { PayOrder } from '../model/debt-policy.ts'
import type { FeedFile } from '../model/feed-file.ts'
import { type StaleTurn, turnStale } from '../figures/stale-hold.ts'
import { updateFigures } from '../arrears/update-figures.ts'
import type { Owed } from '../arrears/arrears.ts'
import type { Received } from '../arrears/dated-ahead.ts'
import { dpdOn } from '../arrears/dpd.ts'
import { strategyFor } from './strategy-for.ts'
import { hasFallen, isBack } from '../arrears/has-fallen.ts'

/** An account whose day has come, with what its review takes. */
export interface DueAccount {
  account: LedgerAccount
  /** Residences of the person. */
  regions: string[]
  /** The obligations and payments of an account that is fed by them. */
  sets: { obligations: Owed[]; payments: Received[] } | null
  lastCase: LastCase | null
  /** What is known of its creditor's files. */
  file: FeedFile | null
  /** What unnamed money pays first of what is due; null = the oldest. */
  pays: PayOrder | null
}

export interface LastCase {
  id: CaseId
  number: number
  open: boolean
  closeReason: string | null
  /** The latest anchor that it saw. */
  lastAnchor: Day
}

/** One account after its review: its figures are as of now, in place. */
export interface AccountReview {
  account: LedgerAccount
  facts: EngineFact[]
  opening: Opening | null
  sets: DueAccount['sets']
  file: DueAccount['file']
  pays: DueAccount['pays']
  /** Its figures became stale, or are fresh again. */
  turn: StaleTurn | null
  /** The account is overdue, and no strategy takes it. */
  unplaced: boolean
  /** Money that was dated ahead counts now: what was intended is void. */
  fallen: boolean
}

export interface Opening {
  strategy: Strategy
  /** The account's own local day, of which the strategy opens so many. */
  day: Day
  anchor: Day
  number: number
  /** The closed case that opens again; null = a new one. */
  again: CaseId | null
}

/** Accounts are reviewed in the order of their anchors, the worst (the oldest) first. The `strategies` come by priority. */
export function reviewAccounts(
  due: readonly DueAccount[],
  strategies: readonly Strategy[],
  now: Instant,
): AccountReview[] {
  return due
    .map((each) => reviewAccount(each, strategies, now))
    .sort((a, b) => byAnchor(a.account.anchor, b.account.anchor) || a.account.id - b.account.id)
}

function reviewAccount(due: DueAccount, strategies: readonly Strategy[], now: Instant): AccountReview {
  const { account, sets, lastCase, file, pays } = due
  const hasOpenCase = lastCase?.open ?? false
  const before = { pastDue: account.pastDue, anchor: account.anchor }
  const today = lastDayOf(account.zones, now)
  const facts = updateFigures({ account, sets, hasOpenCase, file, pays, looked: true, now })
  const { anchor, pastDue } = account
  const dpd = dpdOn(anchor, today)
  const isOver = account.collection === 'ended' || anchor === null || pastDue === 0
  const turn = turnStale(account, isOver ? null : staleOn(account, file, today), now)
  if (turn) facts.push(turn.fact)
  const fallen = hasFallen(before, account) || (hasOpenCase && isBack(before, account))
  const review: AccountReview = {
    account,
    facts,
    opening: null,
    sets,
    file,
    pays,
    turn,
    unplaced: false,
    fallen,
  }
  if (isOver || hasOpenCase || dpd === 0 || account.staleFrom !== null) return review
  const { creditor, actor, product, currency } = account
  const strategy = strategyFor(strategies, { creditor, actor, product, currency, regions: due.regions })
  review.unplaced = strategy === null
  if (strategy && opens(strategy, { dpd, pastDue, currency }))
    review.opening = openingOf({ strategy, day: today, anchor, lastCase })
  return review
}

/** A cured case opens again when the anchor is back at a date that it has seen. */
function openingOf(
  given: Pick<Opening, 'strategy' | 'day' | 'anchor'> & Pick<DueAccount, 'lastCase'>,
): Opening {
  const { lastCase, ...opening } = given
  const again = lastCase?.closeReason === 'cured' && opening.anchor <= lastCase.lastAnchor
  return {
    ...opening,
    number: (lastCase?.number ?? 0) + (again ? 0 : 1),
    again: again ? (lastCase?.id ?? null) : null,
  }
}

function byAnchor(a: Day | null, b: Day | null): number {
  if (a === b) return 0
  if (a === null) return 1
  return b === null || a < b ? -1 : 1
}
