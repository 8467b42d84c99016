import type { CaseId, ContactId, PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Duty } from '../../core/model/verdict.ts'
import type { Dossier, DossierAccount, DossierEvidence } from '../../core/model/dossier.ts'
import type { ContactRow } from '../../core/model/contact-row.ts'
import type { TaskKind, TaskRow } from '../../core/model/task-row.ts'
import type { ContactRef, Loaded, RedeemTx } from './deliver.ts'
import type { ParkTx } from './park.ts'

export interface OfferTx extends ParkTx {
  /** The persons are locked; the answer holds those of the rows asked for that are still `queued`, with the account that they are ranked by. */
  loadOffers(refs: readonly ContactRef[]): Promise<Offerable[]>
  /** A task that was handed back is open again, and says who had it; one in hand is left alone. */
  saveOffers(offers: Offer[]): Promise<void>
}
export interface Offerable {
  row: ContactRow
  account: Pick<DossierAccount, 'score' | 'pastDue' | 'currency'>
}
export interface Offer extends ContactRef {
  kind: TaskKind
  case: CaseId
  rank: number
  expiresAt: Instant
}

/** What a list of open tasks shows: no name, no number. */
export interface OpenTask {
  kind: TaskKind
  contact: ContactId
  case: CaseId
  account: string
  channel: string
  stage: string | null
  step: string | null
  attempt: number | null
  dpd: number | null
  rank: number
  expiresAt: Instant
}

export interface TaskTx extends RedeemTx, OfferTx {
  /** Whole ones: a human is shown what may be agreed, too. */
  loadDossiers(persons: PersonId[]): Promise<Dossier[]>
  openTasks(kind: TaskKind, limit: number): Promise<OpenTask[]>
  /** The best come first, neither locked nor reserved. */
  candidates(kind: TaskKind, limit: number): Promise<ContactRef[]>
  findTask(contact: ContactId): Promise<ContactRef | null>
  /** False where another transaction works on the person; true = locked. */
  lockIfFree(person: PersonId): Promise<boolean>
  loadTask(ref: ContactRef): Promise<TaskRow | null>
  /** The row of a claimed task, `sending`. */
  loadHeld(ref: ContactRef): Promise<Loaded | null>
  /** The account's name at the lender, and the number of the phone or the address. */
  aboutOf(ref: ContactRef): Promise<{ account: string; point: number | null }>
  agentEvidence(agent: string): Promise<DossierEvidence[]>
  saveClaimed(task: TaskRow, by: { agent: string; actBefore: Instant; duties: Duty[] }): Promise<void>
  /** The contact is made now: its time for every rule. */
  saveStarted(task: TaskRow): Promise<void>
  /** The slot is freed: the contact is `queued` again with a new number of its wake, the task is open; both are ended where the case moved on meanwhile. */
  saveReleased(task: TaskRow): Promise<void>
  saveDone(task: TaskRow): Promise<void>
  withdraw(task: TaskRow, why: string): Promise<void>
}
