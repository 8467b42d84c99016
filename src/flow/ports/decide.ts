import type { BrakeSpan } from '../../core/base/brake.ts'
import type { AccountId, CaseId, PersonId } from '../../core/base/id.ts'
import type { Dossier } from '../../core/model/dossier.ts'
import type { PersonDecision } from '../../core/model/decision.ts'
import type { JustOpened } from '../../core/model/just-opened.ts'
import type { LedgerAccount } from '../../core/model/ledger.ts'
import type { ActiveConfig } from './config.ts'
import type { ContactJob } from './enqueuer.ts'
import type { ParkTx } from './park.ts'
import type { HasNow } from './transactions.ts'

/** What deciding reads, whoever's transaction it is. */
export interface DossierTx extends HasNow {
  loadDossiers(persons: readonly PersonId[]): Promise<Dossier[]>
  /** All that are on, and all that were. */
  brakes(): Promise<BrakeSpan[]>
}

/** What deciding asks in the transaction of whoever opens cases. */
export interface OpenedTx extends DossierTx {
  /** Those of the persons are locked whom nobody else holds and who are not put aside. */
  lockFree(persons: readonly PersonId[]): Promise<PersonId[]>
}

/** What was opened, and what of the same persons is still to be reviewed. */
export interface OpenedPage extends JustOpened {
  /** Those of the accounts whose day has come. */
  dueAmong: (accounts: readonly Pick<LedgerAccount, 'id' | 'person'>[]) => Promise<AccountId[]>
}

/** What was decided about cases that are not written yet: it is written with them. */
export interface DecidedOpened extends SaveDecisions {
  decisions: PersonDecision[]
  config: ActiveConfig
  counts: DecidedCounts
}

export interface DecidedCounts {
  persons: number
  planned: number
  refused: number
  moved: number
}

/** Deciding, for whoever opens cases: it takes no row away from its page. */
export interface DecidesOpened {
  /** Who is left out is decided later, as any case that is due; null = everybody. */
  decide(tx: OpenedTx, opened: OpenedPage, config: ActiveConfig): Promise<DecidedOpened | null>
  /** What was committed as queued gets its jobs. */
  handOver(jobs: readonly ContactJob[]): Promise<void>
}

export interface DecideTx extends ParkTx, DossierTx {
  /** Workers lock up to `limit` persons with a due case, in id order: of `only`, or of the whole book; one whom another worker holds or who is put aside is skipped; `left` = more were found: whoever got none leaves them to those who hold them and look again. It needs no `now`. */
  lockDuePersons(limit: number, only?: readonly PersonId[]): Promise<{ persons: PersonId[]; left: boolean }>
  /** Their ids alone, not locked: everybody whom `lockDuePersons` may take. */
  dueIds(limit: number, only?: readonly PersonId[]): Promise<PersonId[]>
  /** Those of the given persons who have a due case are locked, put aside or not. */
  lockThese(persons: readonly PersonId[]): Promise<PersonId[]>
  /** The save is set-based for the whole page; a case whose version moved in between is left for its next review. */
  saveDecisions(decisions: PersonDecision[], config: ActiveConfig, how?: SaveDecisions): Promise<ContactJob[]>
}

export interface SaveDecisions {
  /** By case, the packs that were asked. */
  packs?: PacksOf
  /** True = contacts whose instant has come are written as `queued`, and the answer has the jobs that the caller adds once they are committed; absent = the relay finds them as `planned`, and the answer is empty. */
  queueDue?: boolean
  /** What was decided about, where that is known: what else it says of the rows need not be read again. */
  dossiers?: readonly Dossier[]
}

/** Names of the packs under which each case was decided. */
export type PacksOf = ReadonlyMap<CaseId, readonly string[]>
