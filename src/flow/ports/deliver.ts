import type { Parcel, Sent, Words } from '../../channels/channel.ts'
import type { ContactId, PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import type { SendingDossier } from '../../core/model/dossier.ts'
import type { Brake, Breaker } from '../../core/deliver/brake.ts'
import type { ContactRow } from '../../core/model/contact-row.ts'
import type { Redeemed } from '../../core/deliver/redeem.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { Settlement } from '../../core/deliver/settle.ts'
import type { Sighting } from '../../core/deliver/unknown.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { ActiveConfig } from './config.ts'
import type { ContactJob } from './enqueuer.ts'
import type { ParkTx } from './park.ts'
import type { RateAsk, RateTx } from './rates.ts'
import type { IncomingRow } from './record.ts'
import type { HasNow, Transactions } from './transactions.ts'

export interface ContactRef {
  contact: ContactId
  person: PersonId
}

/** A row with what only its own sending may see. */
export interface Loaded {
  row: ContactRow
  /** What is stopped while it was loaded: read in the same statement. */
  stops: { brakes: Brake[]; breakers: Breaker[] }
  /** The id of the active schedules, read in the same statement: null = there are none; absent = the store does not tell. */
  config?: number | null
  /** The call decrypts, and is made for permitted contacts only. */
  reveal(): { to: string | null; name: string | null }
  /** The key of a value that nobody here can open. */
  lostKey: string | null
}

export interface RedeemTx extends ParkTx, RateTx {
  /** Persons, numbers and households in id order, their cases for share; what is loaded afterwards is loaded by new statements. `beside`: other persons, whose contacts end in this transaction; where it is given, others are waited for only shortly. */
  lock(refs: readonly ContactRef[], beside?: readonly PersonId[]): Promise<void>
  /** Those of the contacts asked for that are `queued`. */
  loadQueued(refs: readonly ContactRef[]): Promise<Loaded[]>
  loadDossiers(persons: PersonId[]): Promise<SendingDossier[]>
  /** One compare-and-set for the batch, with decisions, reviews and withdrawn tasks; answers the lease token of each contact that is now `sending`. Null = the rate has no room for all of them, and nothing was saved. */
  saveRedeemed(
    saves: RedeemSave[],
    config: ActiveConfig,
    ending?: RedeemEnding,
  ): Promise<Map<ContactId, string> | null>
}

export interface RedeemEnding extends Ending {
  /** Places that are taken by the same statement; absent = they were taken before, or there is no rate. */
  rate?: RateAsk | undefined
}

export interface Ending {
  /** Nothing follows in the transaction: it may be committed at once. */
  last?: boolean
}

export interface RedeemSave {
  redeemed: Redeemed
  /** Machine time. */
  leaseUntil: Instant | null
  words: Words | null
  agent: string | null
  /** Who is to send it; absent = nobody sends it, or a person makes it. */
  provider?: string
  /** Names of the packs under which it was judged. */
  packs?: readonly string[]
}

export interface SettleTx extends HasNow {
  /** The lease token guards it: whoever comes after the lease was taken away changes nothing. The answer holds the contacts that wait to be checked again. */
  saveSettled(saves: readonly SettleSave[], ending?: Ending): Promise<ContactJob[]>
}

export interface SettleSave extends ContactRef {
  channel: string
  provider: string
  token: string
  /** Business time at which it was permitted; its place of the rate is of that hour. */
  at: Instant
  settlement: Settlement
  /** Machine time between the last check and the request; null where none went out. */
  sentAfterMs: number | null
}

export type DeliverTx = RedeemTx & SettleTx

export type DeliverStore = Transactions<DeliverTx>

/** Whoever carries messages, told by name: one request each time, without retries. */
export interface Provider {
  send(parcel: Parcel, timeoutMs: number): Promise<ProviderAnswer>
  /** What the provider says became of a message. */
  look(sent: Sent, timeoutMs: number): Promise<Sighting>
}

/** Facts are stored by flow/record.ts. */
export type Record = (rows: IncomingRow[]) => Promise<{
  taken: number
  same: number
  rejected: Problem[]
}>
