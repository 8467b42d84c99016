import type { AccountId, PersonId } from '../../core/base/id.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { LedgerChanges } from '../../core/model/ledger-changes.ts'
import type { FactInput } from '../../core/fact/fact.ts'
import type { Ledger } from '../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../core/fact/needs.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { RefusedRow, RowPlace } from '../../core/fact/refused-row.ts'
import type { Replies } from '../../core/wording/replies.ts'
import type { ParkTx } from './park.ts'

/** A parsed fact, who sent it, and the line it came on. */
export interface IncomingFact {
  fact: FactInput
  source: string
  line?: number
  /** The file in which it came. */
  file?: string | undefined
  /** False where the sender may not write about the account: a refusal then holds nobody. `unless_known`: nor does the same thing said again in other words. */
  holds?: boolean | 'unless_known' | undefined
  /** See GoodFact. */
  was?: Record<string, string> | undefined
  /** The digest of what is known of the account: a fact that says just that comes bare. */
  described?: string | null | undefined
}

/** A row that no fact could be made of, as it came: raw, or as text. */
export interface IncomingRefusal extends RowPlace {
  refused: unknown
  problems: readonly Problem[]
}

export type IncomingRow = IncomingFact | IncomingRefusal

/** The personal values of a fact are normalised, hashed and sealed, its candidate zones are found, and the lists say what a message asks for (without any, a human has to); warnings are for the sender, the fact goes in. */
export interface Prepare {
  (incoming: IncomingFact, lists?: readonly Replies[]): { prepared: PreparedFact; warnings: Problem[] }
  /** The person whom a refused row names, and what it is about. */
  refused(row: IncomingRefusal): RefusedRow
}

/** The words that opt out, of the active schedules; none = nothing is published, and nobody can say what is an opt-out. */
export type KnownReplies = () => Promise<readonly Replies[]>

export interface RecordTx extends ParkTx {
  /** Persons, numbers, households and accounts are locked in this order, each in id order; then what the facts need is loaded. */
  loadLedger(needs: LedgerNeeds): Promise<Ledger>
  /** The save is set-based; it returns the persons with an open case that is to be reviewed now. */
  saveLedger(changes: LedgerChanges): Promise<PersonId[]>
  /** The owner of a fact, by the names that it gives; null where nobody of that name is known. */
  ownerOf(named: { account?: string | undefined; debtor?: string | undefined }): Promise<FactOwner | null>
}

export interface FactOwner {
  person: PersonId
  account: AccountId | null
}
