import { z } from 'zod'
import { addDays } from '../../base/time.ts'
import { promiseKey } from '../../model/ledger.ts'
import { amountIn } from '../apply/money.ts'
import { putPromise } from '../apply/promise.ts'
import { type Applied, type Draft, type OnAccount, refused, reviewSubject } from '../draft.ts'
import { amount, day, name } from '../field.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import type { FactKind } from './kind.ts'

/** What all facts about a promise have in common. */
const OF_PROMISE = {
  key: (fact: { account: string; promise: string }) => [fact.account, fact.promise],
  names: ['promise'],
  needs: { promises: true },
  about: 'account',
} as const

const made = z.strictObject({
  type: z.literal('promise.made'),
  ...onAccount,
  promise: name,
  amount,
  by: day,
  graceDays: z.number().int().min(0).max(60).default(0),
})
export const promiseMade: FactKind<typeof made> = {
  ...OF_PROMISE,
  schema: made,
  supersedes: 'always',
  ends: ({ by, graceDays }) => ({ path: 'by', on: by, last: addDays(by, graceDays) }),
  apply: applyPromise,
}

const cancelled = z.strictObject({ type: z.literal('promise.cancelled'), ...onAccount, promise: name })
export const promiseCancelled: FactKind<typeof cancelled> = {
  ...OF_PROMISE,
  schema: cancelled,
  supersedes: 'never',
  apply: applyPromiseCancelled,
}

function applyPromise(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof made>,
  prepared: Telling,
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
function applyPromiseCancelled(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof cancelled>,
  prepared: Telling,
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
