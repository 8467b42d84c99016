import type { Day, Instant } from '../../base/time.ts'
import { type LedgerPromise, promiseKey } from '../../model/ledger.ts'
import type { Draft, OnAccount } from '../draft.ts'

/** What a fact says of a promise; what it does not say stays as it is known. */
type Said = Partial<Omit<LedgerPromise, 'person' | 'account' | 'externalId'>>

export function promiseKnown(draft: Draft, { account }: OnAccount, name: string): LedgerPromise | undefined {
  return draft.ledger.promises.get(promiseKey(account.id, name))
}

/** The words on a promise come in any order: the amount is 0 until the promise itself is told. */
export function putPromise(
  draft: Draft,
  subject: OnAccount,
  { name, at, said }: { name: string; at: Instant; said: Said },
): void {
  const { person, account } = subject
  const row: LedgerPromise = {
    person: person.id,
    account: account.id,
    externalId: name,
    amount: 0,
    madeAt: at,
    by: dayOf(at),
    graceDays: 0,
    cancelled: false,
    cancelledAt: null,
    kind: null,
    replaces: null,
    accepted: null,
    decidedAt: null,
    told: null,
    toldPaid: null,
    ...promiseKnown(draft, subject, name),
    ...said,
  }
  draft.ledger.promises.set(promiseKey(account.id, name), row)
  draft.changes.promises.push(row)
}

function dayOf(at: Instant): Day {
  return new Date(at).toISOString().slice(0, 10)
}
