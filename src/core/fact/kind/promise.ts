import { z } from 'zod'
import { addDays } from '../../base/time.ts'
import { applyPromise, applyPromiseCancelled } from '../apply/promise.ts'
import { amount, day, name } from '../field.ts'
import { onAccount } from './envelope.ts'
import type { FactKind } from './kind.ts'

const made = z.strictObject({
  type: z.literal('promise.made'),
  ...onAccount,
  promise: name,
  amount,
  by: day,
  graceDays: z.number().int().min(0).max(60).default(0),
})
export const promiseMade: FactKind<typeof made> = {
  schema: made,
  key: (fact) => [fact.account, fact.promise],
  names: ['promise'],
  needs: { promises: true },
  supersedes: 'always',
  ends: ({ by, graceDays }) => ({ path: 'by', on: by, last: addDays(by, graceDays) }),
  about: 'account',
  apply: applyPromise,
}

const cancelled = z.strictObject({ type: z.literal('promise.cancelled'), ...onAccount, promise: name })
export const promiseCancelled: FactKind<typeof cancelled> = {
  schema: cancelled,
  key: (fact) => [fact.account, fact.promise],
  names: ['promise'],
  needs: { promises: true },
  supersedes: 'never',
  about: 'account',
  apply: applyPromiseCancelled,
}
