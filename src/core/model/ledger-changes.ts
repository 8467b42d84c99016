import type { AccountId, HouseholdId, NumberId, PersonId } from '../base/id.ts'
import type { HumanTaskKind } from './human-task.ts'
import type { Problem } from '../base/problem.ts'
import type { Instant } from '../base/time.ts'
import type { FeedFile, FeedNews } from './feed-file.ts'
import type { ContactKind } from './contact-kind.ts'
import type { ContactRow, Known } from './contact-row.ts'
import type { EngineFact } from './decision.ts'
import type { DossierEvidence } from './dossier.ts'
import type {
  LedgerAccount,
  LedgerBrake,
  LedgerContact,
  LedgerHold,
  LedgerPerson,
  LedgerPlan,
  LedgerPoint,
  LedgerPromise,
  LedgerTask,
  SealedText,
} from './ledger.ts'
import type { LedgerObligation, LedgerPayment } from './ledger-money.ts'
import type { LedgerSettlement } from './settlement.ts'

/** A line of a file of a day, as of its instant. */
export interface DailyLine {
  at: Instant
  /** It says a score. */
  scored: boolean
}

/** What a page of facts does to the ledger: whole rows, each once, to be written set-based in one transaction. */
export interface LedgerChanges {
  newHouseholds: { id: HouseholdId; externalId: string }[]
  newNumbers: { id: NumberId; hash: string }[]
  /** The instant since which a number is dead for everybody. */
  deadNumbers: Map<NumberId, Instant>
  newPersons: LedgerPerson[]
  persons: LedgerPerson[]
  newPoints: LedgerPoint[]
  /** The contact points of which something was said. */
  points: LedgerPoint[]
  newAccounts: LedgerAccount[]
  accounts: LedgerAccount[]
  /** Persons whose candidate zones changed: their accounts carry a copy. */
  rezoned: LedgerPerson[]
  obligations: (LedgerObligation & { person: PersonId; account: AccountId })[]
  payments: (LedgerPayment & { person: PersonId; account: AccountId })[]
  holds: LedgerHold[]
  promises: LedgerPromise[]
  plans: LedgerPlan[]
  settlements: LedgerSettlement[]
  evidence: NewEvidence[]
  /** The contacts that changed state, instant, outcome or disposition. */
  contacts: LedgerContact[]
  recorded: RecordedContact[]
  /** Days of creditors' files that were not known before, and what is known with them. */
  feeds: FeedNews[]
  feedFiles: FeedFile[]
  /** The brakes that were set or released. */
  brakes: LedgerBrake[]
  sealed: (SealedText & { id: number; person: PersonId })[]
  tasks: FactTask[]
  /** What history would have asked of a human had it been told live. */
  unasked: FactTask[]
  /** Tasks that humans have answered. */
  answered: Set<LedgerTask>
  facts: TakenFact[]
  engineFacts: EngineFact[]
  /** Everybody whom the page concerns. */
  touched: Set<PersonId>
  /** Open cases whose epoch rises: of whole persons, and of single accounts. */
  raised: Affected
  /** Open cases that are only reviewed again. */
  reviewed: Affected
  /** An account is to be reviewed now. */
  look: boolean
  /** In the order of their lines, the accounts that a daily line is known by since this page. */
  daily: Map<AccountId, DailyLine>
  taken: number
  same: number
  /** Lines of those, where the facts came with one. */
  sameLines: number[]
  rejected: Problem[]
  /** The problems of facts that went in all the same. */
  warnings: Problem[]
  /** Rows that were refused, by where they came from. */
  refused: RefusedCount[]
}

/** The number of refused rows of one source, kind and file. */
export interface RefusedCount {
  origin: string
  /** The mark that the names of the holds of these rows carry. */
  mark: string
  /** Rows by code. */
  codes: Record<string, number>
  due: Instant
}

export interface Affected {
  persons: Set<PersonId>
  accounts: Set<AccountId>
}

/** The accounts of the open cases that forget what they intended. */
export function affectedBy(
  accounts: readonly Pick<LedgerAccount, 'id' | 'person'>[],
): Pick<LedgerChanges, 'raised' | 'reviewed' | 'touched'> {
  return {
    raised: { persons: new Set(), accounts: new Set(accounts.map(({ id }) => id)) },
    reviewed: { persons: new Set(), accounts: new Set() },
    touched: new Set(accounts.map(({ person }) => person)),
  }
}

/** `person` null = about an agent, of nobody's account. */
export interface NewEvidence extends DossierEvidence {
  person: PersonId | null
}

/** What a fact asks of a human. */
export interface FactTask {
  person: PersonId
  /** Null = of the person; the store names any account of his. */
  account: AccountId | null
  /** A message from the debtor to be read; a receipt for a contact that had ended here. */
  kind: HumanTaskKind
  reason: string
  role: string
  due: Instant
  /** Key of the fact that brought the message. */
  reply: string | null
  /** The id of its sealed text. */
  sealed: number | null
  /** The id of the number or address, sealed, from which a message came that is of nobody who is known. */
  sender?: number
}

/** A contact made outside the engine. */
export interface RecordedContact
  extends ContactKind,
    Pick<ContactRow, 'person' | 'case' | 'point' | 'number' | 'household' | 'channel' | 'direction'>,
    Pick<ContactRow, 'creditor' | 'collector' | 'outcome'>,
    Known<ContactRow, 'at' | 'disposition'> {
  account: AccountId | null
}

export interface TakenFact {
  person: PersonId | null
  account: AccountId | null
  kind: string
  at: Instant
  source: string
  key: string
  body: Record<string, unknown>
  digest: string
}
