import type { LedgerAccount } from '../model/ledger.ts'

/** What is said of an account when it is opened. */
export type OpenedAccount = Pick<
  LedgerAccount,
  | 'id'
  | 'person'
  | 'externalId'
  | 'creditor'
  | 'collector'
  | 'actor'
  | 'product'
  | 'currency'
  | 'zones'
  | 'score'
  | 'scoreAt'
>

/** An account of which no figures are known yet. */
export function newAccount(said: OpenedAccount): LedgerAccount {
  return {
    id: said.id,
    person: said.person,
    externalId: said.externalId,
    creditor: said.creditor,
    collector: said.collector,
    actor: said.actor,
    product: said.product,
    currency: said.currency,
    zones: said.zones,
    feed: null,
    apart: null,
    currencies: null,
    snapshotAt: null,
    staleFrom: null,
    pastDue: 0,
    balance: null,
    credit: 0,
    anchor: null,
    score: said.score,
    scoreAt: said.scoreAt,
    collection: 'active',
    endedReason: null,
    collectionAt: null,
    bucket: 0,
    lookOn: null,
    curedAt: null,
    lineAt: null,
    lineFrom: null,
    lineDigest: null,
    lineMark: null,
  }
}
