/** The columns of `account a` under the names of LedgerAccount, and the head of its chain. */
export const ACCOUNT = `
  a.id, a.person_id as person, a.external_id as "externalId", a.creditor, a.collector, a.actor, a.product,
  a.currency, a.zones, a.feed, a.snapshot_at as "snapshotAt", a.stale_from as "staleFrom", a.past_due as "pastDue", a.balance, a.credit,
  a.anchor, a.score, a.score_at as "scoreAt", a.collection, a.ended_reason as "endedReason",
  a.collection_at as "collectionAt", a.bucket, a.look_on as "lookOn", a.cured_at as "curedAt",
  a.line_at as "lineAt", a.line_from as "lineFrom",
  encode(a.line_digest, 'hex') as "lineDigest", a.chain_head as head`
