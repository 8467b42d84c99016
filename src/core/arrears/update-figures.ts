import { owedUnder } from './arrears.ts'
import type { Arrears, Owed } from './arrears.ts'
import { countedOn } from './dated-ahead.ts'
import { effective } from './effective.ts'
import type { Received } from './dated-ahead.ts'
import { bucketOn } from './bucket.ts'
import { nextStaleDay } from '../figures/age.ts'
import type { FeedFile } from '../model/feed-file.ts'
import { nextReviewOn } from './next-review.ts'
import { addDays, daysBetween, lastDayOf } from '../base/time.ts'
import type { Day, Instant } from '../base/time.ts'
import type { EngineFact } from '../model/decision.ts'
import type { LedgerAccount } from '../model/ledger.ts'
import type { PayOrder } from '../model/debt-policy.ts'
import { isForgiven, takesBack } from '../model/money-kind.ts'

/** The number of days after a cure within which being overdue again is a re-default. */
export const REDEFAULT_DAYS = 90

/** All that changes of an account when its figures are computed. */
export const FIGURES = [
  'pastDue',
  'balance',
  'anchor',
  'credit',
  'apart',
  'collection',
  'endedReason',
  'bucket',
  'lookOn',
  'curedAt',
] as const satisfies readonly (keyof LedgerAccount)[]

/** An account that nobody can change anything else of. */
type Figured = Readonly<LedgerAccount> & Pick<LedgerAccount, (typeof FIGURES)[number]>

export interface FiguresQuestion {
  account: Figured
  /** The obligations and payments of an account that is fed by them; null = the figures are the last snapshot's. */
  sets: { obligations: readonly Owed[]; payments: readonly Received[] } | null
  hasOpenCase: boolean
  /** What is known of its creditor's files. */
  file: FeedFile | null
  /** What unnamed money pays first of what is due; null = the oldest. */
  pays: PayOrder | null
  /** True after a review by detect, false after a fact. */
  looked: boolean
  now: Instant
}

/** An account's figures are computed as of now, in place, and the facts say what happened to it: open again, cured, overdue again, in another bucket. */
export function updateFigures(question: FiguresQuestion): EngineFact[] {
  const { account, sets, hasOpenCase, file, looked, now } = question
  const today = lastDayOf(account.zones, now)
  const paid = sets && countedOn(effective(sets.payments), account.zones, today)
  const arrears =
    sets && paid
      ? owedUnder(question.pays, sets.obligations, paid.counted, { today, zones: account.zones })
      : figuresOf(account)
  account.pastDue = arrears.pastDue
  account.anchor = arrears.anchor
  if (sets) {
    account.balance = arrears.balance
    account.credit = arrears.credit
    account.apart = arrears.apart
  }
  const reopened = reopen(account, sets && sets.payments, now)
  const before = account.bucket
  // What rests is not cured: the bucket waits with it.
  if (arrears.pastDue > 0 || (arrears.apart?.disputed ?? 0) === 0)
    account.bucket = bucketOn(arrears.anchor, arrears.pastDue, today)
  account.lookOn = nextReviewOn({
    today,
    anchor: arrears.anchor,
    pastDue: arrears.pastDue,
    nextDue: arrears.nextDue,
    nextPaid: firstOf(paid?.next ?? null, arrears.nextBack && addDays(arrears.nextBack, 1)),
    collection: account.collection,
    hasOpenCase,
    staleOn: nextStaleDay(account, file, today),
    looked,
  })
  // What was stale is reviewed again whatever was heard: the review lifts the hold.
  if (account.staleFrom !== null && !looked) account.lookOn = today
  return [...reopened, ...bucketFacts(account, before, today, now)]
}

function firstOf(a: Day | null, b: Day | null): Day | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

/** The closing keeps its instant: a later one ends collection again. */
function reopen(account: Figured, payments: readonly Received[] | null, now: Instant): EngineFact[] {
  if (!isUndone(account, payments)) return []
  const { person, id, endedReason: was } = account
  account.collection = 'active'
  account.endedReason = null
  const body = { was, pastDue: account.pastDue }
  return [{ person, account: id, case: null, type: 'account.reopened', at: now, body }]
}

function figuresOf(account: Figured): Arrears {
  return {
    pastDue: account.pastDue,
    balance: account.balance ?? 0,
    anchor: account.anchor,
    nextDue: null,
    credit: account.credit,
    apart: null,
    nextBack: null,
  }
}

function bucketFacts(account: Figured, before: number, today: Day, now: Instant): EngineFact[] {
  if (account.bucket === before) return []
  const facts: EngineFact[] = []
  const say = (type: EngineFact['type'], body: EngineFact['body']): void => {
    facts.push({ person: account.person, account: account.id, case: null, type, at: now, body })
  }
  if (account.bucket === 0) {
    account.curedAt = now
    say('account.cured', { from: before })
    return facts
  }
  if (before === 0 && account.curedAt !== null) {
    const days = daysBetween(lastDayOf(account.zones, account.curedAt), today)
    if (days <= REDEFAULT_DAYS) say('account.redefaulted', { days })
  }
  say('account.rolled', { from: before, to: account.bucket, pastDue: account.pastDue })
  return facts
}

/** Whether a settlement was undone after collection had ended: money was taken back, in whole or in part, and something is owed again, or the daily feed still says past due. What a closing for another reason left open is nobody's to collect here. */
function isUndone(account: Figured, payments: readonly Received[] | null): boolean {
  const { collection, endedReason, collectionAt } = account
  if (collection !== 'ended' || endedReason !== 'settled' || collectionAt === null) return false
  if (payments === null) return account.pastDue > 0 && isAfter(account.snapshotAt, collectionAt)
  if ((account.balance ?? 0) <= 0) return false
  // What a settlement forgave is worked out anew, and was never the debtor's money.
  const paid = payments.filter(({ kind }) => !isForgiven(kind))
  return paid.some(({ kind, amount, reversedAt, happenedAt }) => {
    const backAt = takesBack(kind) ? happenedAt : reversedAt
    return amount > 0 && isAfter(backAt, collectionAt)
  })
}

function isAfter(at: Instant | null, end: Instant): boolean {
  return at !== null && at > end
}
