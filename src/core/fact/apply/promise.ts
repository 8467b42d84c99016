import { amountIn } from './money.ts'
import type { Applied, Draft, OnAccount } from '../draft.ts'
import { refused, reviewSubject } from '../draft.ts'
import type { FactOf } from '../fact.ts'
import type { LedgerPromise } from '../../model/ledger.ts'
import { promiseKey } from '../../model/ledger.ts'
import type { PreparedFact } from '../prepared.ts'

export function applyPromise(
  draft: Draft,
  subject: OnAccount,
  fact: FactOf<'promise.made'>,
  prepared: PreparedFact,
): Applied {
  const amount = amountIn(subject.account, fact.amount, prepared)
  if (typeof amount === 'object') return amount
  const known = draft.ledger.promises.get(promiseKey(subject.account.id, fact.promise))
  if (known && known.amount > 0) {
    if (known.amount === amount && known.by === fact.by && known.graceDays === fact.graceDays) return 'same'
    return refused(prepared, 'conflicting_fact', 'the promise is known with another amount or day')
  }
  putPromise(draft, subject, {
    externalId: fact.promise,
    amount,
    madeAt: prepared.at,
    by: fact.by,
    graceDays: fact.graceDays,
    cancelled: known?.cancelled ?? false,
  })
  return 'taken'
}

/** The cancellation may come before the promise itself. */
export function applyPromiseCancelled(
  draft: Draft,
  subject: OnAccount,
  fact: FactOf<'promise.cancelled'>,
  prepared: PreparedFact,
): Applied {
  const known = draft.ledger.promises.get(promiseKey(subject.account.id, fact.promise))
  putPromise(draft, subject, {
    externalId: fact.promise,
    amount: known?.amount ?? 0,
    madeAt: known?.madeAt ?? prepared.at,
    by: known?.by ?? new Date(prepared.at).toISOString().slice(0, 10),
    graceDays: known?.graceDays ?? 0,
    cancelled: true,
  })
  reviewSubject(draft, subject)
  return 'taken'
}

export function putPromise(
  draft: Draft,
  { person, account }: OnAccount,
  promise: Omit<LedgerPromise, 'person' | 'account'>,
): void {
  const row: LedgerPromise = { person: person.id, account: account.id, ...promise }
  draft.ledger.promises.set(promiseKey(account.id, promise.externalId), row)
  draft.changes.promises.push(row)
}
