import type { Instant } from '../../base/time.ts'
import { asStored } from '../as-stored.ts'
import { ofPerson } from './hold.ts'
import { isLate } from './money.ts'
import type { LedgerChanges } from '../../model/ledger-changes.ts'
import type { Applied, Draft, Subject } from '../draft.ts'
import { newDraft, raiseSubject, refused } from '../draft.ts'
import { FACT } from '../fact.ts'
import { finishPage } from '../finish.ts'
import type { FactKind } from '../kind/kind.ts'
import type { Ledger } from '../../model/ledger.ts'
import { factKey } from '../../model/ledger.ts'
import { applyToNumber, claimHeld, withdrawForNobody } from '../nobody.ts'
import type { PreparedFact } from '../prepared.ts'
import { answerRefused, holdRefused, rowOf } from '../hold-refused.ts'
import { keepFact } from '../keep.ts'
import { markLine } from '../line-mark.ts'
import { keyOf } from '../repeated.ts'
import { senseOfTime } from '../sense-of-time.ts'
import { subjectOf } from '../subject.ts'
import type { RefusedRow } from '../refused-row.ts'
import { applyReadable } from '../unread-number.ts'

/** A page of facts, in their order, onto the ledger that was loaded for them (which changes in place). */
export function applyFacts(
  ledger: Ledger,
  rows: readonly (PreparedFact | RefusedRow)[],
  now: Instant,
): LedgerChanges {
  const draft = newDraft(ledger, now)
  let opened: Scored | null = null
  for (const row of rows) {
    if ('refused' in row) holdRefused(draft, row)
    else if (opened && isSaid(opened, row)) answerSaid(draft, row)
    else {
      const applied = applyRow(draft, asStored(draft.ledger, row))
      opened = applied === 'taken' ? (scoredIn(row) ?? opened) : opened
    }
  }
  return finishPage(draft)
}

/** An account that a line has just told, with its score. */
interface Scored {
  line: number
  account: string
  at: Instant
  score: number | undefined
}

function scoredIn({ fact, line, at }: PreparedFact): Scored | null {
  if (fact.type !== 'account.opened' || line === null) return null
  return { line, account: fact.account, at, score: fact.score }
}

/** The score of a line stands in what the same line said of its account: it is not said twice. It may still answer a row that was refused. */
function isSaid({ line, account, at, score }: Scored, row: PreparedFact): boolean {
  const { fact } = row
  if (fact.type !== 'score.changed' || row.line !== line || row.at !== at) return false
  return fact.account === account && fact.score === score
}

/** It is counted with its line, whatever else stands in the page. */
function answerSaid(draft: Draft, row: PreparedFact): void {
  markLine(draft, row, 'same')
  if (draft.ledger.refused.size === 0) return
  const subject = subjectOf(draft, row)
  if (subject !== null && !('code' in subject))
    answerRefused(draft, subject, row, isKept(draft, subject, row))
}

function isKept(draft: Draft, subject: Subject | null, { source, key }: PreparedFact): boolean {
  return draft.ledger.facts.get(factKey(subject?.person.id ?? null, source, key)) !== undefined
}

function applyRow(draft: Draft, row: PreparedFact): Applied {
  const subject = subjectOf(draft, row)
  const before = isKept(draft, subject !== null && 'person' in subject ? subject : null, row)
  const applied = subject !== null && 'code' in subject ? subject : applyOne(draft, subject, row)
  markLine(draft, row, applied)
  if (typeof applied !== 'string') {
    draft.changes.rejected.push(applied)
    holdRefused(draft, rowOf(row, applied.code))
    return applied
  }
  if (applied === 'taken') draft.changes.taken++
  else countSame(draft.changes, row)
  for (const implied of draft.implied.splice(0)) applyImplied(draft, implied)
  if (subject !== null && !('code' in subject)) answerRefused(draft, subject, row, before)
  return applied
}

/** An implied fact is counted with the fact that implies it. */
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
  const keyed = key === prepared.key ? prepared : { ...prepared, key }
  return senseOfTime(draft, subject, prepared) ?? take(draft, subject, keyed)
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
  const kind: FactKind = FACT[fact.type]
  const applied = applyKind(kind, draft, subject, prepared)
  if (applied === 'taken' && kind.supersedes === 'always' && subject)
    raiseSubject(draft, aboutWhom(kind, subject))
  return applied
}

function applyKind(kind: FactKind, draft: Draft, subject: Subject | null, prepared: PreparedFact): Applied {
  const { fact } = prepared
  if (kind.about === 'nobody') return kind.apply(draft, null, fact, prepared)
  if (kind.about === 'either_or_agent') return kind.apply(draft, subject, fact, prepared)
  if (subject === null)
    return refused(prepared, 'missing_account', 'neither account nor debtor is given', 'account')
  if (kind.about !== 'account') return kind.apply(draft, aboutWhom(kind, subject), fact, prepared)
  if (subject.account === null)
    return refused(prepared, 'missing_account', 'the fact names no account', 'account')
  return kind.apply(draft, { ...subject, account: subject.account }, fact, prepared)
}

/** What is of the person reaches all accounts, whichever it was said on. */
function aboutWhom({ about }: FactKind, subject: Subject): Subject {
  return about === 'person' ? ofPerson(subject) : subject
}
