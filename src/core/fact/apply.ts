import { assertNever } from '../base/assert-never.ts'
import type { AccountId } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import { asStored } from './as-stored.ts'
import { applyCollection, applyOpened, applyScore } from './apply-account.ts'
import { applyOutcome, applyRecorded } from './apply-contact.ts'
import { applyHold } from './apply-hold.ts'
import {
  applyBilled,
  applyObligationChange,
  applyPayment,
  applyReversal,
  applySnapshot,
  isLate,
} from './apply-money.ts'
import { applyEvidence, applyPointAdded, applyPointInvalid, applyPreference } from './apply-person.ts'
import { applyPromise, applyPromiseCancelled } from './apply-promise.ts'
import { applyReplyRead } from './apply-reply.ts'
import { applyTaskResolved } from './apply-task.ts'
import type { LedgerChanges } from './changes.ts'
import type { Applied, Draft, OnAccount, Subject } from './draft.ts'
import { newDraft, refused } from './draft.ts'
import type { FactOf } from './fact.ts'
import { finishPage } from './finish.ts'
import type { Ledger } from './ledger.ts'
import { factKey } from './ledger.ts'
import { newPerson } from './person.ts'
import type { PreparedFact } from './prepared.ts'
import { answerRefused, holdRefused, rowOf } from './hold-refused.ts'
import { keepFact } from './keep.ts'
import { senseOfTime } from './sense-of-time.ts'
import type { RefusedRow } from './refused-row.ts'

/** A page of facts, in their order, onto the ledger that was loaded for them (which changes in place). */
export function applyFacts(
  ledger: Ledger,
  rows: readonly (PreparedFact | RefusedRow)[],
  now: Instant,
): LedgerChanges {
  const draft = newDraft(ledger, now)
  for (const row of rows) {
    if ('refused' in row) holdRefused(draft, row)
    else applyRow(draft, asStored(draft.ledger, row))
  }
  return finishPage(draft)
}

function applyRow(draft: Draft, row: PreparedFact): void {
  const subject = subjectOf(draft, row)
  const before = draft.ledger.facts.get(
    factKey(subject && 'person' in subject ? subject.person.id : null, row.source, row.key),
  )
  const applied = subject !== null && 'code' in subject ? subject : applyOne(draft, subject, row)
  if (typeof applied !== 'string') {
    draft.changes.rejected.push(applied)
    return holdRefused(draft, rowOf(row, applied.code))
  }
  if (applied === 'taken') draft.changes.taken++
  else countSame(draft.changes, row)
  for (const implied of draft.implied.splice(0)) applyImplied(draft, implied)
  if (subject !== null && !('code' in subject)) answerRefused(draft, subject, row, before !== undefined)
}

/** Counted with the fact that implies it. */
function applyImplied(draft: Draft, implied: PreparedFact): void {
  const subject = subjectOf(draft, implied)
  const applied = subject !== null && 'code' in subject ? subject : applyOne(draft, subject, implied)
  if (typeof applied !== 'string') draft.changes.warnings.push(applied)
}

function countSame(changes: LedgerChanges, { line }: PreparedFact): void {
  changes.same++
  if (line !== null) changes.sameLines.push(line)
}

function applyOne(draft: Draft, subject: Subject | null, prepared: PreparedFact): Applied {
  if (subject?.person.erased)
    return refused(prepared, 'person_erased', 'the debtor was erased: no fact about them is taken any more')
  const key = factKey(subject?.person.id ?? null, prepared.source, prepared.key)
  const known = draft.ledger.facts.get(key)
  if (known !== undefined) {
    if (known === prepared.digest) return 'same'
    return refused(prepared, 'conflicting_fact', 'another fact was taken under this key', 'key')
  }
  const sense = senseOfTime(draft, subject, prepared)
  if (sense) return sense
  const late =
    prepared.fact.type === 'account.snapshot' && subject?.account != null && isLate(subject.account, prepared)
  const applied = dispatch(draft, subject, prepared)
  if (applied !== 'taken') return applied
  draft.ledger.facts.set(key, prepared.digest)
  keepFact(draft, subject, prepared, late)
  return 'taken'
}

/** Null = a fact about an agent. A debtor is made by an account or by a point of his. */
function subjectOf(draft: Draft, prepared: PreparedFact): Subject | null | Exclude<Applied, string> {
  const { fact } = prepared
  const { ledger } = draft
  if (fact.type === 'account.opened') return openedSubject(draft, prepared, fact.account, fact.debtor)
  if (fact.account !== undefined) {
    const account = ledger.accounts.get(ledger.accountOf.get(fact.account) ?? (0 as AccountId))
    const person = account && ledger.persons.get(account.person)
    if (!account || !person)
      return refused(prepared, 'unknown_account', 'no account of that name is known', 'account')
    if ('debtor' in fact && fact.debtor !== undefined && fact.debtor !== person.externalId)
      return refused(
        prepared,
        'account_of_other_debtor',
        'the account is known under another debtor',
        'debtor',
      )
    return { person, account }
  }
  if (!('debtor' in fact) || fact.debtor === undefined) return null
  const id = ledger.personOf.get(fact.debtor)
  const person = id === undefined ? undefined : ledger.persons.get(id)
  if (person) return { person, account: null }
  if (fact.type === 'point.added') return { person: newPerson(draft, fact.debtor, prepared), account: null }
  return refused(prepared, 'unknown_debtor', 'no debtor of that name is known', 'debtor')
}

function openedSubject(
  draft: Draft,
  prepared: PreparedFact,
  name: string,
  debtor: string,
): Subject | Exclude<Applied, string> {
  const { ledger } = draft
  const accountId = ledger.accountOf.get(name)
  const account = accountId === undefined ? null : (ledger.accounts.get(accountId) ?? null)
  const id = ledger.personOf.get(debtor)
  const person = id === undefined ? undefined : ledger.persons.get(id)
  if (account && account.person !== person?.id)
    return refused(prepared, 'account_of_other_debtor', 'the account is known under another debtor', 'debtor')
  return { person: person ?? newPerson(draft, debtor, prepared), account }
}

function dispatch(draft: Draft, subject: Subject | null, prepared: PreparedFact): Applied {
  const { fact } = prepared
  if (fact.type === 'evidence.recorded') return applyEvidence(draft, subject, fact, prepared)
  if (subject === null)
    return refused(prepared, 'missing_account', 'neither account nor debtor is given', 'account')
  switch (fact.type) {
    case 'account.opened':
      return applyOpened(draft, subject, fact, prepared)
    case 'preference.set':
      return applyPreference(draft, subject, fact, prepared)
    case 'point.added':
      return applyPointAdded(draft, subject, prepared)
    case 'point.invalid':
      return applyPointInvalid(draft, subject, fact, prepared)
    case 'consent.given':
    case 'consent.revoked':
      return applyEvidence(draft, subject, fact, prepared)
    case 'contact.recorded':
      return applyRecorded(draft, subject, fact, prepared)
    case 'reply.read':
      return applyReplyRead(draft, subject, fact, prepared)
    case 'task.resolved':
      return applyTaskResolved(draft, subject, fact, prepared)
    case 'dispute.opened':
    case 'dispute.resolved':
    case 'dispute.closed':
    case 'hold.placed':
    case 'hold.lifted':
    case 'cease.received':
    case 'cease.withdrawn':
    case 'optout.received':
    case 'optout.withdrawn':
      return applyHold(draft, subject, fact, prepared)
    default:
      if (subject.account === null)
        return refused(prepared, 'missing_account', 'the fact names no account', 'account')
      return dispatchOnAccount(draft, { ...subject, account: subject.account }, fact, prepared)
  }
}

type OfAccount = FactOf<
  | 'account.snapshot'
  | 'account.recalled'
  | 'account.closed'
  | 'account.reopened'
  | `obligation.${'billed' | 'rescheduled' | 'cancelled'}`
  | `payment.${'received' | 'reversed'}`
  | 'score.changed'
  | `promise.${'made' | 'cancelled'}`
  | 'contact.outcome'
>

function dispatchOnAccount(
  draft: Draft,
  subject: OnAccount,
  fact: OfAccount,
  prepared: PreparedFact,
): Applied {
  switch (fact.type) {
    case 'account.snapshot':
      return applySnapshot(draft, subject, fact, prepared)
    case 'account.recalled':
    case 'account.closed':
    case 'account.reopened':
      return applyCollection(draft, subject, fact, prepared)
    case 'obligation.billed':
      return applyBilled(draft, subject, fact, prepared)
    case 'obligation.rescheduled':
    case 'obligation.cancelled':
      return applyObligationChange(draft, subject, fact, prepared)
    case 'payment.received':
      return applyPayment(draft, subject, fact, prepared)
    case 'payment.reversed':
      return applyReversal(draft, subject, fact, prepared)
    case 'score.changed':
      return applyScore(draft, subject, fact, prepared)
    case 'promise.made':
      return applyPromise(draft, subject, fact, prepared)
    case 'promise.cancelled':
      return applyPromiseCancelled(draft, subject, fact, prepared)
    case 'contact.outcome':
      return applyOutcome(draft, subject, fact, prepared)
    default:
      return assertNever(fact)
  }
}
