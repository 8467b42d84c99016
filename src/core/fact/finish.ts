import type { AccountId, PersonId } from '../base/id.ts'
import type { LedgerChanges } from '../model/ledger-changes.ts'
import { closeAsked } from './close-asked.ts'
import type { Draft } from './draft.ts'
import { raiseAccount } from './draft.ts'
import { holdKey, promiseKey } from '../model/ledger.ts'
import type { LedgerAccount } from '../model/ledger.ts'
import { updateFigures } from '../arrears/update-figures.ts'
import { type Day, isoOf, lastDayOf } from '../base/time.ts'
import { payOrderOf } from '../model/debt-policy.ts'
import type { LedgerObligation, LedgerPayment } from '../model/ledger-money.ts'
import { isForgiven, moneyKey, takesBack } from '../model/money-kind.ts'
import { paymentsOf, putPayment, restObligations } from './apply/sets.ts'
import { correctUpheld } from './upheld.ts'
import { wordsOf } from '../arrears/obligation-words.ts'
import { hasFallen } from '../arrears/has-fallen.ts'

/** The accounts that the page touched are worked out, each once, and every changed row is listed once. */
export function finishPage(draft: Draft): LedgerChanges {
  const { changes, ledger } = draft
  endUpheld(draft)
  unsettle(draft)
  restObligations(draft)
  for (const id of draft.outdated) {
    const account = ledger.accounts.get(id)
    if (account) settle(draft, account)
  }
  closeAsked(draft)
  const freshPersons = new Set(changes.newPersons)
  const freshPoints = new Set(changes.newPoints)
  const freshAccounts = new Set(changes.newAccounts)
  changes.persons = [...draft.persons].filter((person) => !freshPersons.has(person))
  changes.points = [...draft.points].filter((point) => !freshPoints.has(point))
  changes.accounts = [...draft.accounts].filter((account) => !freshAccounts.has(account))
  changes.rezoned = [...draft.rezoned].filter((person) => !freshPersons.has(person))
  changes.contacts = [...draft.contacts]
  changes.obligations = lastBy(changes.obligations, (row) => promiseKey(row.account, row.externalId))
  changes.payments = lastBy(changes.payments, (row) => promiseKey(row.account, moneyKey(row)))
  changes.promises = lastBy(changes.promises, (row) => promiseKey(row.account, row.externalId))
  changes.plans = lastBy(changes.plans, (row) => promiseKey(row.account, row.externalId))
  changes.settlements = lastBy(changes.settlements, (row) => promiseKey(row.account, row.externalId))
  changes.holds = lastBy(changes.holds, holdKey)
  const creditors = new Set(changes.feeds.map(({ creditor }) => creditor))
  changes.feedFiles = [...ledger.feeds.values()].filter(({ creditor }) => creditors.has(creditor))
  changes.touched = touched(draft)
  return changes
}

function settle(draft: Draft, account: LedgerAccount): void {
  const { ledger, changes, now } = draft
  const before = { pastDue: account.pastDue, anchor: account.anchor }
  const sets = account.feed === 'ledger' && {
    obligations: [...(ledger.obligations.get(account.id)?.values() ?? [])],
    payments: [...(ledger.payments.get(account.id)?.values() ?? [])],
  }
  const hasOpenCase = ledger.openCases.has(account.id)
  const wasEnded = account.collection === 'ended'
  const file = ledger.feeds.get(account.creditor) ?? null
  const regions = ledger.persons.get(account.person)?.regions ?? []
  const pays = payOrderOf(ledger.debts, { creditor: account.creditor, regions })
  const question = { account, sets: sets || null, hasOpenCase, file, pays, looked: false, now }
  changes.engineFacts.push(...updateFigures(question))
  if (wasEnded && account.collection === 'active') raiseAccount(draft, account.id)
  draft.accounts.add(account)
  if (hasFallen(before, account)) raiseAccount(draft, account.id)
  else if (account.pastDue > before.pastDue || account.anchor !== before.anchor)
    changes.reviewed.accounts.add(account.id)
  if (account.lookOn !== null && account.lookOn <= lastDayOf(account.zones, now)) changes.look = true
}

/** Disputes that were decided for the debtor end with what this page corrected, and go on where that was taken back. */
function endUpheld(draft: Draft): void {
  const { ledger, changes } = draft
  for (const [key, hold] of ledger.holds) {
    const now = correctUpheld(draft, hold)
    if (now === hold) continue
    ledger.holds.set(key, now)
    changes.holds.push(now)
    if (now.account === null) continue
    if (now.lifted === null) raiseAccount(draft, now.account)
    else changes.reviewed.accounts.add(now.account)
  }
}

/** What was forgiven stands no more once the page says something of what it was worked out from: the account is owed again until the next review, which works it out anew. */
function unsettle(draft: Draft): void {
  const { changes, ledger } = draft
  const speaks = new Set([
    ...draft.unsettled,
    ...[...changes.obligations, ...changes.payments].map(({ account }) => account),
  ])
  for (const id of speaks) {
    const account = ledger.accounts.get(id)
    if (!account) continue
    for (const row of paymentsOf(draft, id).values())
      if (stands(row) && isSpokenOf(draft, id, isoOf(row.happenedAt).slice(0, 10)))
        putPayment(draft, account, { ...row, reversedAt: draft.now })
  }
}

function stands({ kind, amount, reversedAt }: LedgerPayment): boolean {
  return isForgiven(kind) && amount > 0 && reversedAt === null
}

/** Words on settlements, bills of what was settled, money of that time, and whatever was taken back. */
function isSpokenOf({ changes, unsettled }: Draft, id: AccountId, on: Day): boolean {
  return (
    unsettled.has(id) ||
    changes.obligations.some((row) => row.account === id && wasDueBefore(row, on)) ||
    changes.payments.some((row) => {
      if (row.account !== id || isForgiven(row.kind)) return false
      return row.reversedAt !== null || takesBack(row.kind) || isoOf(row.happenedAt).slice(0, 10) <= on
    })
  )
}

/** Any word on it may say so: it may have been put off since. */
function wasDueBefore(row: LedgerObligation, on: Day): boolean {
  return row.dueOn < on || wordsOf(row).some(({ dueOn }) => dueOn !== null && dueOn < on)
}

/** Accounts that were reached are known, and so are their persons. */
function touched({ changes, ledger }: Draft): Set<PersonId> {
  const persons = new Set([...changes.raised.persons, ...changes.reviewed.persons])
  for (const id of [...changes.raised.accounts, ...changes.reviewed.accounts]) {
    const account = ledger.accounts.get(id)
    if (account) persons.add(account.person)
  }
  return persons
}

function lastBy<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()]
}
