import type { Draft, OnAccount } from '../draft.ts'
import type { LedgerPromise } from '../../model/ledger.ts'
import { promiseKey } from '../../model/ledger.ts'

export function putPromise(
  draft: Draft,
  { person, account }: OnAccount,
  promise: Omit<LedgerPromise, 'person' | 'account'>,
): void {
  const row: LedgerPromise = { person: person.id, account: account.id, ...promise }
  draft.ledger.promises.set(promiseKey(account.id, promise.externalId), row)
  draft.changes.promises.push(row)
}
