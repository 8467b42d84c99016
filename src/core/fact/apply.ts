import { assertNever } from '../base/assert-never.ts'
import type { Instant } from '../base/time.ts'
import { asStored } from './as-stored.ts'
import { applyCollection, applyOpened, applyScore } from './apply-account.ts'
import { applyBrake } from './apply-brake.ts'
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
import { type FactOf, isBrakeFact } from './fact.ts'
import { applyCompleted } from './apply-feed.ts'
import { finishPage } from './finish.ts'
import type { Ledger } from './ledger.ts'
import { factKey } from './ledger.ts'
import { applyToNumber, claimHeld, withdrawForNobody } from './nobody.ts'
import type { PreparedFact } from './prepared.ts'
import { answerRefused, holdRefused, rowOf } from './hold-refused.ts'
import { keepFact } from './keep.ts'
import { keyOf } from './repeated.ts'
import { senseOfTime } from './sense-of-time.ts'
import { subjectOf } from './subject.ts'
import type { RefusedRow } from './refused-row.ts'
import { applyReadable } from './unread-number.ts'

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
  const key = keyOf(draft, subject, prepared)
  if (typeof key !== 'string') return key.answer
  return senseOfTime(draft, subject, prepared) ?? take(draft, subject, { ...prepared, key })
}

function take(draft: Draft, subject: Subject | null, prepared: PreparedFact): Applied {
  const late =
    prepared.fact.type === 'account.snapshot' && subject?.account != null && isLate(subject.account, prepared)
  const applied = subject
    ? applyReadable(draft, subject, prepared, (readable) => dispatch(draft, subject, readable))
    : applyToNumber(draft, prepared, () => dispatch(draft, null, prepared))
  if (applied !== 'taken') return applied
  if (subject) withdrawForNobody(draft, subject, prepared)
  if (subject?.account === null && prepared.fact.type === 'account.opened')
    claimHeld(draft, subject.person, `account:${prepared.fact.account}`)
  draft.ledger.facts.set(factKey(subject?.person.id ?? null, prepared.source, prepared.key), prepared.digest)
  keepFact(draft, subject, prepared, late)
  return 'taken'
}

function dispatch(draft: Draft, subject: Subject | null, prepared: PreparedFact): Applied {
  const { fact } = prepared
  if (fact.type === 'feed.completed') return applyCompleted(draft, fact, prepared)
  if (isBrakeFact(fact)) return applyBrake(draft, fact, prepared)
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
