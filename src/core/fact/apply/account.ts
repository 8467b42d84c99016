import type { HouseholdId, PersonId } from '../../base/id.ts'
import type { Instant } from '../../base/time.ts'
import type { FactOf } from '../fact.ts'
import type { Applied, Draft, OnAccount, Subject } from '../draft.ts'
import { raiseAccount, refused, reviewSubject } from '../draft.ts'
import type { LedgerAccount } from '../../model/ledger.ts'
import { addPoints, learnPlace } from '../person.ts'
import type { PreparedFact } from '../prepared.ts'
import { lineLasts } from '../line-lasts.ts'

/** A new account, or what a later line says about a known one. */
export function applyOpened(
  draft: Draft,
  { person, account }: Subject,
  fact: FactOf<'account.opened'>,
  prepared: PreparedFact,
): Applied {
  if (account && (account.currency !== fact.currency || account.creditor !== fact.creditor))
    return refused(prepared, 'conflicting_fact', 'the account is known with another creditor or currency')
  // When two lines have one instant, the one that is recorded later is the later word.
  const at = account?.lineAt === prepared.at ? prepared.at + 1 : prepared.at
  const late = account !== null && account.lineAt !== null && at < account.lineAt
  if (account) lineLasts(draft, account)
  const isNew = account === null
  describePerson(draft, person.id, fact, { prepared, late })
  const described = account ?? openAccount(draft, person.id, fact, prepared)
  addPoints(draft, person, prepared, { account: described.id, at })
  if (!late) Object.assign(described, { lineAt: at, lineFrom: at, lineDigest: prepared.digest })
  if (isNew) return 'taken'
  redescribe(described, fact, late)
  if (fact.score !== undefined) learnScore(described, fact.score, prepared.at)
  draft.accounts.add(described)
  reviewSubject(draft, { person, account: described })
  return 'taken'
}

/** A line that comes late only fills what no other has said. */
function redescribe(account: LedgerAccount, fact: FactOf<'account.opened'>, late: boolean): void {
  const { actor, product, collector } = fact
  account.actor = (late ? account.actor : null) ?? actor ?? account.actor
  account.product = (late ? account.product : null) ?? product ?? account.product
  if (!late) account.collector = collector ?? account.collector
}

export function applyScore(
  draft: Draft,
  subject: OnAccount,
  fact: FactOf<'score.changed'>,
  prepared: PreparedFact,
): Applied {
  const { account } = subject
  const before = account.score
  const wasAt = account.scoreAt
  if (!learnScore(account, fact.score, prepared.at)) return 'taken'
  draft.accounts.add(account)
  if (account.score === before && wasAt !== null) return 'same'
  reviewSubject(draft, subject)
  return 'taken'
}

/** The latest word counts; at one instant, the end. */
export function applyCollection(
  draft: Draft,
  { account }: OnAccount,
  fact: FactOf<'account.closed' | 'account.recalled' | 'account.reopened'>,
  { at }: PreparedFact,
): Applied {
  const ends = fact.type === 'account.closed'
  const last = account.collectionAt
  if (last !== null && (at < last || (at === last && !ends))) return 'taken'
  account.collection = ends ? 'ended' : 'active'
  account.endedReason = ends ? fact.reason : null
  account.collectionAt = at
  draft.accounts.add(account)
  draft.unsettled.add(account.id)
  raiseAccount(draft, account.id)
  return 'taken'
}

/** False where a later score is known. */
function learnScore(account: LedgerAccount, score: number, at: Instant): boolean {
  if (account.scoreAt !== null && at < account.scoreAt) return false
  account.score = score
  account.scoreAt = at
  return true
}

function describePerson(
  draft: Draft,
  id: PersonId,
  fact: FactOf<'account.opened'>,
  { prepared, late }: { prepared: PreparedFact; late: boolean },
): void {
  const person = draft.ledger.persons.get(id)
  if (!person) return
  learnPlace(draft, person, prepared)
  if (late) return
  person.locale = fact.locale ?? person.locale
  person.name = prepared.name ?? person.name
  if (fact.household !== undefined) person.household = householdOf(draft, fact.household)
  draft.persons.add(person)
}

function householdOf(draft: Draft, externalId: string): HouseholdId {
  const known = draft.ledger.households.get(externalId)
  if (known !== undefined) return known
  const id = draft.ledger.ids.household()
  draft.ledger.households.set(externalId, id)
  draft.changes.newHouseholds.push({ id, externalId })
  return id
}
function openAccount(
  draft: Draft,
  person: PersonId,
  fact: FactOf<'account.opened'>,
  { at }: PreparedFact,
): LedgerAccount {
  const account: LedgerAccount = {
    id: draft.ledger.ids.account(),
    person,
    externalId: fact.account,
    creditor: fact.creditor,
    collector: fact.collector ?? fact.creditor,
    actor: fact.actor ?? null,
    product: fact.product ?? null,
    currency: fact.currency,
    zones: draft.ledger.persons.get(person)?.zones ?? [],
    feed: null,
    snapshotAt: null,
    staleFrom: null,
    pastDue: 0,
    balance: null,
    credit: 0,
    anchor: null,
    score: fact.score ?? null,
    scoreAt: fact.score === undefined ? null : at,
    collection: 'active',
    endedReason: null,
    collectionAt: null,
    bucket: 0,
    lookOn: null,
    curedAt: null,
    lineAt: null,
    lineFrom: null,
    lineDigest: null,
  }
  draft.ledger.accounts.set(account.id, account)
  draft.ledger.accountOf.set(account.externalId, account.id)
  draft.changes.newAccounts.push(account)
  return account
}
