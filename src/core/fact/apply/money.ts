import type { AccountId } from '../../base/id.ts'
import type { Minor } from '../../base/money.ts'
import { minorDigits, parseAmount } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import { noteLine } from './feed.ts'
import { askAboutEnded } from '../came-back.ts'
import type { Applied, Draft, OnAccount } from '../draft.ts'
import { raiseAccount, refused, reviewSubject } from '../draft.ts'
import type { FactOf } from '../fact.ts'
import type { LedgerAccount, LedgerObligation, LedgerPayment } from '../../model/ledger.ts'
import type { PreparedFact } from '../prepared.ts'
import { hasFallen } from '../../arrears/has-fallen.ts'

/** The daily feed. Older than the last one: kept, without effect; the same figures again: no fact. */
export function applySnapshot(
  draft: Draft,
  subject: OnAccount,
  fact: FactOf<'account.snapshot'>,
  prepared: PreparedFact,
): Applied {
  const applied = applyFigures(draft, subject, fact, prepared)
  if (typeof applied === 'string') noteLine(draft, subject.account.creditor, prepared.at)
  return applied
}

function applyFigures(
  draft: Draft,
  subject: OnAccount,
  fact: FactOf<'account.snapshot'>,
  prepared: PreparedFact,
): Applied {
  const { account } = subject
  const pastDue = amountIn(account, fact.pastDue, prepared, 'pastDue')
  const balance =
    fact.balance === undefined ? account.balance : amountIn(account, fact.balance, prepared, 'balance')
  if (typeof pastDue === 'object') return pastDue
  if (balance !== null && typeof balance === 'object') return balance
  const mixed = feeds(account, 'snapshot', prepared)
  if (mixed) return mixed
  if (account.snapshotAt !== null && prepared.at < account.snapshotAt) return 'taken'
  // With nothing past due an account is current, whatever its oldest due date says.
  const anchor = pastDue === 0 ? null : fact.oldestDueOn
  const undone =
    account.endedReason === 'settled' && pastDue > 0 && prepared.at > (account.collectionAt ?? Infinity)
  const unchanged =
    !undone && account.pastDue === pastDue && account.anchor === anchor && account.balance === balance
  if (account.snapshotAt === prepared.at && !unchanged)
    return refused(prepared, 'conflicting_fact', 'another snapshot of that instant is known')
  const first = account.snapshotAt === null
  account.snapshotAt = prepared.at
  draft.accounts.add(account)
  if (account.staleFrom !== null) draft.unsettled.add(account.id)
  if (unchanged && !first) return 'same'
  if (hasFallen(account, { pastDue, anchor })) raiseAccount(draft, account.id)
  else reviewSubject(draft, subject)
  if (pastDue > 0 && account.pastDue === 0 && !undone) askAboutEnded(draft, subject, prepared)
  Object.assign(account, { pastDue, balance, anchor })
  draft.unsettled.add(account.id)
  return 'taken'
}

/** True of a snapshot that came after a later one: recomputing from the facts leaves it out. */
export function isLate(account: LedgerAccount, { at }: PreparedFact): boolean {
  return account.snapshotAt !== null && at < account.snapshotAt
}

export function applyBilled(
  draft: Draft,
  subject: OnAccount,
  fact: FactOf<'obligation.billed'>,
  prepared: PreparedFact,
): Applied {
  const { account } = subject
  const amount = amountIn(account, fact.amount, prepared)
  if (typeof amount === 'object') return amount
  const mixed = feeds(account, 'ledger', prepared)
  if (mixed) return mixed
  const known = obligationsOf(draft, account.id).get(fact.obligation)
  if (known && known.amount > 0) {
    if (known.amount === amount && (known.dueAt !== null || known.dueOn === fact.dueOn)) return 'same'
    return refused(prepared, 'conflicting_fact', 'the obligation is known with another amount or due date')
  }
  const sum = sumWith(amount, obligationsOf(draft, account.id).values(), prepared)
  if (sum) return sum
  putObligation(draft, account, {
    externalId: fact.obligation,
    dueOn: known && known.dueAt !== null ? known.dueOn : fact.dueOn,
    dueAt: known?.dueAt ?? null,
    amount,
    cancelled: known?.cancelled ?? false,
  })
  askAboutEnded(draft, subject, prepared)
  return 'taken'
}

/** The change may come before the bill itself. The latest due date said counts. */
export function applyObligationChange(
  draft: Draft,
  subject: OnAccount,
  fact: FactOf<'obligation.rescheduled' | 'obligation.cancelled'>,
  prepared: PreparedFact,
): Applied {
  const { account } = subject
  const mixed = feeds(account, 'ledger', prepared)
  if (mixed) return mixed
  const day = new Date(prepared.at).toISOString().slice(0, 10)
  const known = obligationsOf(draft, account.id).get(fact.obligation) ?? {
    externalId: fact.obligation,
    dueOn: day,
    dueAt: null,
    amount: 0,
    cancelled: false,
  }
  if (fact.type === 'obligation.cancelled') known.cancelled = true
  else if (known.dueAt === null || prepared.at >= known.dueAt)
    Object.assign(known, { dueOn: fact.dueOn, dueAt: prepared.at })
  putObligation(draft, account, known)
  if (fact.type === 'obligation.rescheduled') askAboutEnded(draft, subject, prepared)
  return 'taken'
}

export function applyPayment(
  draft: Draft,
  { account }: OnAccount,
  fact: FactOf<'payment.received'>,
  prepared: PreparedFact,
): Applied {
  const amount = amountIn(account, fact.amount, prepared)
  if (typeof amount === 'object') return amount
  const mixed = feeds(account, 'ledger', prepared)
  if (mixed) return mixed
  const known = paymentsOf(draft, account.id).get(fact.payment)
  const obligation = fact.obligation ?? null
  if (known && known.amount > 0) {
    if (known.amount === amount && known.obligation === obligation && known.happenedAt === prepared.at)
      return 'same'
    return refused(
      prepared,
      'conflicting_fact',
      'the payment is known with another amount, day or obligation',
    )
  }
  const sum = sumWith(amount, paymentsOf(draft, account.id).values(), prepared)
  if (sum) return sum
  putPayment(draft, account, {
    externalId: fact.payment,
    obligation,
    amount,
    happenedAt: prepared.at,
    recordedAt: draft.now,
    reversedAt: known?.reversedAt ?? null,
  })
  return 'taken'
}

/** The reversal may come before the payment itself. */
export function applyReversal(
  draft: Draft,
  subject: OnAccount,
  fact: FactOf<'payment.reversed'>,
  prepared: PreparedFact,
): Applied {
  const { account } = subject
  const mixed = feeds(account, 'ledger', prepared)
  if (mixed) return mixed
  const known = paymentsOf(draft, account.id).get(fact.payment) ?? {
    externalId: fact.payment,
    obligation: null,
    amount: 0,
    happenedAt: prepared.at,
    recordedAt: draft.now,
    reversedAt: null,
  }
  putPayment(draft, account, { ...known, reversedAt: prepared.at })
  if (account.endedReason !== 'settled') askAboutEnded(draft, subject, prepared)
  return 'taken'
}

/** An amount in the account's currency. */
export function amountIn(
  account: LedgerAccount,
  text: string,
  prepared: PreparedFact,
  path = 'amount',
): Minor | Problem {
  const minor = parseAmount(text, account.currency)
  if (minor !== null) return minor
  if ((text.split('.')[1] ?? '').length <= minorDigits(account.currency))
    return refused(prepared, 'amount_too_large', `${path}: more than 2^53 minor units`, path)
  return refused(prepared, 'bad_amount', `${path}: more digits than ${account.currency} has`, path)
}

/** All that an account owes or has paid stays an exact number. */
function sumWith(amount: Minor, rows: Iterable<{ amount: Minor }>, prepared: PreparedFact): Problem | null {
  let sum = amount
  for (const row of rows) sum += row.amount
  if (Number.isSafeInteger(sum)) return null
  return refused(prepared, 'amount_too_large', 'the account would owe or have paid more than 2^53', 'amount')
}

function feeds(account: LedgerAccount, feed: 'snapshot' | 'ledger', prepared: PreparedFact): Problem | null {
  if (account.feed !== null && account.feed !== feed) {
    const message = `the account is fed by ${account.feed === 'ledger' ? 'obligations and payments' : 'snapshots'}: both feeds on one account are refused`
    return refused(prepared, 'mixed_feeds', message)
  }
  account.feed = feed
  return null
}

function putObligation(draft: Draft, account: LedgerAccount, obligation: LedgerObligation): void {
  obligationsOf(draft, account.id).set(obligation.externalId, obligation)
  draft.changes.obligations.push({ ...obligation, person: account.person, account: account.id })
  draft.accounts.add(account)
  draft.unsettled.add(account.id)
}

function putPayment(draft: Draft, account: LedgerAccount, payment: LedgerPayment): void {
  paymentsOf(draft, account.id).set(payment.externalId, payment)
  draft.changes.payments.push({ ...payment, person: account.person, account: account.id })
  draft.accounts.add(account)
  draft.unsettled.add(account.id)
}

function obligationsOf(draft: Draft, account: AccountId): Map<string, LedgerObligation> {
  return setOf(draft.ledger.obligations, account)
}

function paymentsOf(draft: Draft, account: AccountId): Map<string, LedgerPayment> {
  return setOf(draft.ledger.payments, account)
}

function setOf<T>(sets: Map<AccountId, Map<string, T>>, account: AccountId): Map<string, T> {
  let set = sets.get(account)
  if (!set) sets.set(account, (set = new Map()))
  return set
}
