import type { AccountId, NumberId, PersonId } from '../base/id.ts'
import type { Problem } from '../base/problem.ts'
import type { Instant } from '../base/time.ts'
import type { LedgerChanges, Affected } from '../model/ledger-changes.ts'
import type { Ledger, LedgerAccount, LedgerContact, LedgerPerson, LedgerPoint } from '../model/ledger.ts'
import type { Implied } from './implied.ts'
import type { Telling } from './telling.ts'
import { type FactCode, wayOutOf } from './way-out.ts'

/** A page while it is applied: the ledger changes in place, and what changed is remembered by identity. */
export interface Draft {
  ledger: Ledger
  now: Instant
  changes: LedgerChanges
  persons: Set<LedgerPerson>
  points: Set<LedgerPoint>
  accounts: Set<LedgerAccount>
  contacts: Set<LedgerContact>
  rezoned: Set<LedgerPerson>
  /** Persons of whose holds the page says something: all of them are loaded. */
  spoken: Set<PersonId>
  /** The accounts whose figures are worked out anew at the end of the page. */
  outdated: Set<AccountId>
  /** Accounts of which what was forgiven is worked out anew, because of a word on a settlement. */
  unsettled: Set<AccountId>
  /** What the fact in hand means beside itself: told next, as facts of their own. */
  implied: Implied[]
}

/** What became of one fact; a problem leaves the draft as it was. */
export type Applied = 'taken' | 'same' | Problem

/** Who a fact is about, already in the ledger. */
export interface Subject {
  person: LedgerPerson
  account: LedgerAccount | null
}

export interface OnAccount extends Subject {
  account: LedgerAccount
}

export function newDraft(ledger: Ledger, now: Instant): Draft {
  return {
    ledger,
    now,
    changes: noChanges(),
    persons: new Set(),
    points: new Set(),
    accounts: new Set(),
    contacts: new Set(),
    rezoned: new Set(),
    spoken: new Set(),
    outdated: new Set(),
    unsettled: new Set(),
    implied: [],
  }
}

/** The epoch rises: what was intended is void. */
export function raiseAccount(draft: Draft, account: AccountId): void {
  draft.changes.raised.accounts.add(account)
}

export function raisePerson(draft: Draft, person: PersonId): void {
  draft.changes.raised.persons.add(person)
}

/** Everybody behind the number. */
export function raiseNumber(draft: Draft, number: NumberId): void {
  for (const point of draft.ledger.points) if (point.number === number) raisePerson(draft, point.person)
}

export function raiseSubject(draft: Draft, { person, account }: Subject): void {
  if (account) raiseAccount(draft, account.id)
  else raisePerson(draft, person.id)
}

/** The subject is looked at again; what was intended stays. */
export function reviewSubject(draft: Draft, { person, account }: Subject): void {
  if (account) draft.changes.reviewed.accounts.add(account.id)
  else draft.changes.reviewed.persons.add(person.id)
}

export function refused(fact: Telling, code: FactCode, message: string, path?: string): Problem {
  return {
    code,
    ...(fact.line !== null && { line: fact.line }),
    ...(path !== undefined && { path }),
    message,
    suggestion: wayOutOf(code),
  }
}

function nobodyAffected(): Affected {
  return { persons: new Set(), accounts: new Set() }
}

function noChanges(): LedgerChanges {
  return {
    newHouseholds: [],
    newNumbers: [],
    deadNumbers: new Map(),
    newPersons: [],
    persons: [],
    newPoints: [],
    points: [],
    newAccounts: [],
    accounts: [],
    rezoned: [],
    obligations: [],
    payments: [],
    holds: [],
    promises: [],
    plans: [],
    settlements: [],
    evidence: [],
    contacts: [],
    recorded: [],
    feeds: [],
    feedFiles: [],
    brakes: [],
    sealed: [],
    tasks: [],
    unasked: [],
    answered: new Set(),
    facts: [],
    engineFacts: [],
    touched: new Set(),
    raised: nobodyAffected(),
    reviewed: nobodyAffected(),
    look: false,
    daily: new Map(),
    taken: 0,
    same: 0,
    sameLines: [],
    rejected: [],
    warnings: [],
    refused: [],
  }
}
