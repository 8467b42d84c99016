import type { BrakeSpan } from '../../core/base/brake.ts'
import type { CaseId, PersonId } from '../../core/base/id.ts'
import type { Dossier } from '../../core/model/dossier.ts'
import type { PersonDecision } from '../../core/model/decision.ts'
import type { ActiveConfig } from './config.ts'
import type { ContactJob } from './enqueuer.ts'
import type { ParkTx } from './park.ts'

export interface DecideTx extends ParkTx {
  /** Workers lock up to `limit` persons with a due case, in id order: of `only`, or of the whole book; one whom another worker holds or who is put aside is skipped; `left` = more were found: whoever got none leaves them to those who hold them and look again. It needs no `now`. */
  lockDuePersons(limit: number, only?: readonly PersonId[]): Promise<{ persons: PersonId[]; left: boolean }>
  /** Their ids alone, not locked: everybody whom `lockDuePersons` may take. */
  dueIds(limit: number, only?: readonly PersonId[]): Promise<PersonId[]>
  /** Those of the given persons who have a due case are locked, put aside or not. */
  lockThese(persons: readonly PersonId[]): Promise<PersonId[]>
  loadDossiers(persons: PersonId[]): Promise<Dossier[]>
  /** All that are on, and all that were. */
  brakes(): Promise<BrakeSpan[]>
  /** The save is set-based for the whole page; a case whose version moved in between is left for its next review. */
  saveDecisions(decisions: PersonDecision[], config: ActiveConfig, how?: SaveDecisions): Promise<ContactJob[]>
}

export interface SaveDecisions {
  /** By case, the packs that were asked. */
  packs?: PacksOf
  /** True = contacts whose instant has come are written as `queued`, and the answer has the jobs that the caller adds once they are committed; absent = the relay finds them as `planned`, and the answer is empty. */
  queueDue?: boolean
}

/** Names of the packs under which each case was decided. */
export type PacksOf = ReadonlyMap<CaseId, readonly string[]>
