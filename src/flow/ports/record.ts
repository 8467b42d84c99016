import type { AccountId, PersonId } from '../../core/base/id.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { LedgerChanges } from '../../core/fact/changes.ts'
import type { FactInput } from '../../core/fact/fact.ts'
import type { Ledger } from '../../core/fact/ledger.ts'
import type { LedgerNeeds } from '../../core/fact/needs.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { Replies } from '../../core/wording/replies.ts'
import type { ParkTx } from './park.ts'

/** A parsed fact, who sent it, and the line it came on. */
export interface IncomingFact {
  fact: FactInput
  source: string
  line?: number
}

/** Normalises, hashes and seals the personal values of a fact, finds its candidate zones, and says by the lists what a message asks for (without any, a human has to); warnings are for the sender, the fact goes in. */
export type Prepare = (
  incoming: IncomingFact,
  lists?: readonly Replies[],
) => { prepared: PreparedFact; warnings: Problem[] }

/** The words that opt out, of the active schedules; none = nothing is published, and nobody can say what is an opt-out. */
export type KnownReplies = () => Promise<readonly Replies[]>

export interface RecordTx extends ParkTx {
  /** Locks in the order person, number, household, account, each in id order, then loads what the facts need. */
  loadLedger(needs: LedgerNeeds): Promise<Ledger>
  /** Set-based; returns the persons with an open case that is to be reviewed now. */
  saveLedger(changes: LedgerChanges): Promise<PersonId[]>
  /** Of whom a fact is, by the names that it gives; null where nobody of that name is known. */
  ownerOf(named: { account?: string | undefined; debtor?: string | undefined }): Promise<FactOwner | null>
}

export interface FactOwner {
  person: PersonId
  account: AccountId | null
}
