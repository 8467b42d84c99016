import type { HouseholdId, PersonId } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { FactOf } from './fact.ts'
import type { Applied, Draft, OnAccount, Subject } from './draft.ts'
import { raiseAccount, refused, reviewSubject } from './draft.ts'
import type { LedgerAccount } from './ledger.ts'
import { addPoints, learnPlace } from './person.ts'
import type { PreparedFact } from './prepared.ts'

/** A new account, or what a later line says about a known one. */
export function applyOpened(
  draft: Draft,
  { person, account }: Subject,
  fact: FactOf<'account.opened'>,
  prepared: PreparedFact,
): Applied {
  if (account && (account.currency !== fact.currency || account.creditor !== fact.creditor))
    return refused(prepared, 'conflicting_fact', 'the account is known with another creditor or currency')
  describePerson(draft, person.id, fact, prepared)
  addPoints(draft, person, prepared)
  if (account) {
    account.actor = fact.actor ?? account.actor
    account.product = fact.product ?? account.product
    account.collector = fact.collector ?? account.collector
    if (fact.score !== undefined) learnScore(account, fact.score, prepared.at)
    draft.accounts.add(account)
    reviewSubject(draft, { person, account })
  } else {
    openAccount(draft, person.id, fact, prepared)
  }
  return 'taken'
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
  prepared: PreparedFact,
): void {
  const person = draft.ledger.persons.get(id)
  if (!person) return
  learnPlace(draft, person, prepared)
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
): void {
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
  }
  draft.ledger.accounts.set(account.id, account)
  draft.ledger.accountOf.set(account.externalId, account.id)
  draft.changes.newAccounts.push(account)
}
