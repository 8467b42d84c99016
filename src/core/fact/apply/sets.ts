import { isBilled, unsaid } from '../../arrears/obligation-words.ts'
import type { AccountId } from '../../base/id.ts'
import type { Minor } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import { type Day, isoOf, lastDayOf } from '../../base/time.ts'
import type { LedgerAccount, LedgerHold } from '../../model/ledger.ts'
import type { LedgerObligation, LedgerPayment } from '../../model/ledger-money.ts'
import { moneyKey } from '../../model/money-kind.ts'
import { type Draft, refused } from '../draft.ts'
import type { Telling } from '../telling.ts'

/** The two sets that an account's figures are worked out from, and what of them rests. */

export function putObligation(draft: Draft, account: LedgerAccount, obligation: LedgerObligation): void {
  obligationsOf(draft, account.id).set(obligation.externalId, obligation)
  draft.changes.obligations.push({ ...obligation, person: account.person, account: account.id })
  draft.accounts.add(account)
  draft.outdated.add(account.id)
}

export function putPayment(draft: Draft, account: LedgerAccount, payment: LedgerPayment): void {
  paymentsOf(draft, account.id).set(moneyKey(payment), payment)
  draft.changes.payments.push({ ...payment, person: account.person, account: account.id })
  draft.accounts.add(account)
  draft.outdated.add(account.id)
}

export function obligationsOf(draft: Draft, account: AccountId): Map<string, LedgerObligation> {
  return setOf(draft.ledger.obligations, account)
}

export function paymentsOf(draft: Draft, account: AccountId): Map<string, LedgerPayment> {
  return setOf(draft.ledger.payments, account)
}

export function isBilledTo(draft: Draft, account: AccountId, obligation: string): boolean {
  const known = draft.ledger.obligations.get(account)?.get(obligation)
  return known !== undefined && isBilled(known)
}

function setOf<T>(sets: Map<AccountId, Map<string, T>>, account: AccountId): Map<string, T> {
  let set = sets.get(account)
  if (!set) sets.set(account, (set = new Map()))
  return set
}

/** All that an account owes or has paid stays an exact number. */
export function sumWith(amount: Minor, rows: Iterable<{ amount: Minor }>, prepared: Telling): Problem | null {
  let sum = amount
  for (const row of rows) sum += row.amount
  if (Number.isSafeInteger(sum)) return null
  return refused(prepared, 'amount_too_large', 'the account would owe or have paid more than 2^53', 'amount')
}

/** What is disputed or held by itself rests, and what is so no more counts again; it may be unknown yet. */
export function restObligations(draft: Draft): void {
  for (const id of accountsSpokenOf(draft)) {
    const account = draft.ledger.accounts.get(id)
    // Nobody knows what an obligation is worth on an account that is fed by snapshots.
    if (account && account.feed !== 'snapshot') restOf(draft, account)
  }
}

/** A hold may have ended by a word about the debtor, while the account was not looked at: what is said of it next finds that. */
function accountsSpokenOf({ changes, ledger, outdated }: Draft): Set<AccountId> {
  const ids = new Set([...outdated].filter((id) => hasResting(ledger, id)))
  for (const { account, obligation } of changes.holds) {
    if (account === null) continue
    if (obligation !== null || hasResting(ledger, account)) ids.add(account)
  }
  return ids
}

function hasResting({ obligations }: Draft['ledger'], account: AccountId): boolean {
  for (const { rests } of obligations.get(account)?.values() ?? []) if (rests) return true
  return false
}

function restOf(draft: Draft, account: LedgerAccount): void {
  const until = new Map<string, Day | null>()
  for (const hold of draft.ledger.holds.values()) {
    if (hold.account !== account.id || hold.obligation === null) continue
    const end = endOf(draft, account, hold)
    if (end === null) continue
    const known = until.get(hold.obligation)
    until.set(hold.obligation, known === undefined ? end.day : laterOf(known, end.day))
  }
  const rows = obligationsOf(draft, account.id)
  // Until it is billed, what is disputed or held by itself holds all of the account.
  if (draft.changes.obligations.some((row) => row.account === account.id && until.has(row.externalId)))
    draft.changes.reviewed.accounts.add(account.id)
  const day = isoOf(draft.now).slice(0, 10)
  for (const [name, restsUntil] of until) {
    const row = rows.get(name) ?? unsaid(name, day)
    if (!row.rests || row.restsUntil !== restsUntil)
      putObligation(draft, account, { ...row, rests: true, restsUntil })
  }
  for (const row of rows.values())
    if (row.rests && !until.has(row.externalId))
      putObligation(draft, account, { ...row, rests: false, restsUntil: null })
}

/** The last day of the hold, none = until something happens; null = it is over. */
function endOf({ now }: Draft, { zones }: LedgerAccount, hold: LedgerHold): { day: Day | null } | null {
  const { placed, upheldAt, lifted, until } = hold
  if (!placed && upheldAt === null) return null
  if (lifted !== null && lifted <= now) return null
  if (until !== null && until < lastDayOf(zones, now)) return null
  return { day: lifted === null ? until : lastDayOf(zones, lifted) }
}

function laterOf(a: Day | null, b: Day | null): Day | null {
  if (a === null || b === null) return null
  return a < b ? b : a
}
