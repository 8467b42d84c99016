import type { BrakeSpan } from '../base/brake.ts'
import type { AccountId, ContactId, HouseholdId, NumberId, PersonId, PointId } from '../base/id.ts'
import type { Minor } from '../base/money.ts'
import type { Day, Instant, Zone } from '../base/time.ts'
import type { Apart } from './debt-part.ts'
import type { DebtPolicies } from './debt-policy.ts'
import type { FeedFile } from './feed-file.ts'
import type {
  DossierAccount,
  DossierContact,
  DossierHold,
  DossierPerson,
  DossierPoint,
  DossierPromise,
} from './dossier.ts'
import type { DossierPlan } from './plan.ts'
import type { PointWords } from './point-words.ts'
import type { CurrencyWord, LedgerObligation, LedgerPayment } from './ledger-money.ts'
import type { LedgerSettlement } from './settlement.ts'

/** Everything that a page of facts can touch, loaded and locked before the core is asked. Maps are by what a fact names things with. */
export interface Ledger {
  persons: Map<PersonId, LedgerPerson>
  accounts: Map<AccountId, LedgerAccount>
  personOf: Map<string, PersonId>
  accountOf: Map<string, AccountId>
  households: Map<string, HouseholdId>
  /** The numbers, by the keyed hash of the normalised value, in hex. */
  numbers: Map<string, NumberId>
  /** The instant at which a number that the page names was last reported dead for everybody. */
  dead: Map<NumberId, Instant>
  /** Points of the persons of the page, and all points of the numbers that it names. */
  points: LedgerPoint[]
  /** The obligations of accounts that are fed by obligations and payments, by external id. */
  obligations: Map<AccountId, Map<string, LedgerObligation>>
  /** What pays and what was taken back, by `moneyKey`. */
  payments: Map<AccountId, Map<string, LedgerPayment>>
  /** The holds, by `holdKey`. */
  holds: Map<string, LedgerHold>
  /** Holds of refused rows that stand, of the persons of the page; loaded always. */
  refused: Set<LedgerHold>
  /** The promises, by `promiseKey`. */
  promises: Map<string, LedgerPromise>
  /** The plans, by `promiseKey` of the account that leads them. */
  plans: Map<string, LedgerPlan>
  /** The settlements, by `promiseKey`. */
  settlements: Map<string, LedgerSettlement>
  contacts: Map<ContactId, LedgerContact>
  /** What humans were asked about the persons of the page, in the order in which it was asked: what is open, and what was answered where the page may answer again. */
  tasks: LedgerTask[]
  /** The digest of what was taken under each key, by `factKey`. */
  facts: KnownFacts
  /** What stored facts say of the figures of accounts with an upheld dispute or a word on one; none of any other. */
  figures: Map<AccountId, FigureFact[]>
  /** Accounts with an open case. */
  openCases: Set<AccountId>
  /** The files of the creditors of the accounts, by name. */
  feeds: Map<string, FeedFile>
  /** What the files state about debts, where the page looks at money; null = nothing. */
  debts: DebtPolicies | null
  /** The brakes that are on, if the page may set or release one. */
  brakes: LedgerBrake[]
  scopes: KnownScopes
  ids: NewIds
}

/** Names of what exists, where the page names such. */
export interface KnownScopes {
  /** The strategies of the active version and of open cases; null = nobody knows. */
  strategies: readonly string[] | null
  /** The creditors that have accounts: all of them if the page names one that has none. */
  creditors: readonly string[]
}

export interface LedgerBrake extends BrakeSpan {
  /** Null = it is new. */
  id: number | null
  by: string
  releasedBy: string | null
}

export interface KnownFacts {
  get(key: string): string | undefined
  set(key: string, digest: string): unknown
}

/** Fresh ids, reserved for the page. */
export interface NewIds {
  person(): PersonId
  account(): AccountId
  point(): PointId
  number(): NumberId
  household(): HouseholdId
  sealed(): number
}

/** How the candidate zones are known: a better way replaces a worse one, the same way adds. */
export const ZONES_FROM = { nothing: 0, country: 1, given: 2 } as const
export type ZonesFrom = (typeof ZONES_FROM)[keyof typeof ZONES_FROM]

export interface LedgerPerson extends DossierPerson {
  zonesFrom: ZonesFrom
  /** The instant at which `closed` was said. */
  closedAt: Instant | null
  name: Sealed | null
  /** The person was erased at their own request: no fact about them is taken any more. */
  erased: boolean
}

export interface LedgerAccount extends Omit<DossierAccount, 'received'> {
  person: PersonId
  zones: Zone[]
  feed: 'snapshot' | 'ledger' | null
  /** What is shown apart of the figures; null = nothing. */
  apart: Apart | null
  /** The currencies that it had and has, in their order; null = that of `currency` alone. */
  currencies: CurrencyWord[] | null
  snapshotAt: Instant | null
  /** The instant since which nobody may be contacted because the account's figures are stale; null = they are fresh, as far as was looked. */
  staleFrom: Instant | null
  credit: Minor
  bucket: number
  lookOn: Day | null
  curedAt: Instant | null
  scoreAt: Instant | null
  /** The instant at which collection was last ended or taken up again. */
  collectionAt: Instant | null
  /** The instant as of which the ledger last described the account, the one since which it has said just that, and the digest of what it said. */
  lineAt: Instant | null
  lineFrom: Instant | null
  lineDigest: string | null
  /** The mark of the line of a file whose words are all in effect: the same line again says nothing new. */
  lineMark: string | null
}

export interface LedgerPoint extends DossierPoint {
  person: PersonId
  former: boolean
  namedAt: Instant | null
  validAt: Instant | null
  value: Sealed | null
  words: PointWords
}

export interface LedgerHold extends DossierHold {
  person: PersonId
  externalId: string
  obligation: string | null
  outcome: string | null
  /** The instant at which a dispute was decided for the debtor: it holds on until the ledger is corrected. */
  upheldAt: Instant | null
  /** False while only its end is known. */
  placed: boolean
  /** The countries of a number that nobody is known to have: the hold binds those who live in one of these; null = everybody. */
  countries?: string[] | null
}

/** The amount is 0 until the promise itself is known. */
export interface LedgerPromise extends DossierPromise {
  person: PersonId
}

/** No rates until its schedule is known. */
export interface LedgerPlan extends DossierPlan {
  person: PersonId
}

export interface LedgerTask {
  id: number
  person: PersonId
  account: AccountId | null
  kind: string
  rule: string | null
  step: string | null
  /** Key of the message that it is about. */
  reply: string | null
  /** Who has it in hand, or answered. */
  by: string | null
  due: Instant
  /** The contact that it is about. */
  contact: ContactId | null
  /** The case that it is about has ended. */
  over: boolean
  answer: string | null
  answeredAt: Instant | null
}

export const LEDGER_CONTACT = [
  'id',
  'person',
  'case',
  'accounts',
  'point',
  'number',
  'channel',
  'step',
  'attempt',
  'episode',
  'state',
  'at',
  'outcome',
  'disposition',
] as const satisfies (keyof DossierContact)[]

/** The part of a contact that facts look at. */
export type LedgerContact = Pick<DossierContact, (typeof LEDGER_CONTACT)[number]>

/** What only a key can open. */
export interface Sealed {
  value: Uint8Array
  keyId: string
}

/** The person who has the facts, holds and tasks of nobody who is known. */
export const NOBODY = 0 as PersonId

export function holdKey(
  hold: Pick<LedgerHold, 'person' | 'kind' | 'externalId' | 'account' | 'number' | 'channel'>,
): string {
  return `${hold.person} ${hold.kind} ${hold.account ?? 0} ${hold.number ?? 0} ${hold.channel ?? ''} ${hold.externalId}`
}

export function standingRefused(holds: Iterable<LedgerHold>): Set<LedgerHold> {
  return new Set([...holds].filter((hold) => hold.reason === 'data_refused' && hold.lifted === null))
}

export function promiseKey(account: AccountId, externalId: string): string {
  return `${account} ${externalId}`
}

/** Person null = a fact about an agent, of nobody's account. */
export function factKey(person: PersonId | null, source: string, key: string): string {
  return `${person ?? 0}/${source}/${key}`
}

/** What a stored fact says of an account's figures. */
export interface FigureFact {
  kind: string
  at: Instant
  body: Record<string, unknown>
}

/** Free text under the key; the fact keeps only its salted digest. */
export interface SealedText extends Sealed {
  kind: 'note' | 'reason' | 'text' | 'number'
  salt: Uint8Array
  digest: string
}
