import { z } from 'zod'
import { applyLifted, applyPlaced } from '../apply/hold.ts'
import { day, name } from '../field.ts'
import { HOLD_REASONS } from '../../model/hold-reason.ts'
import { onEither } from './envelope.ts'
import { type FactKind, when, whose } from './kind.ts'

/** Nobody may be contacted for a while, for a reason. */

const placed = z.strictObject({
  type: z.literal('hold.placed'),
  ...onEither,
  hold: name,
  reason: z.enum(HOLD_REASONS),
  accounts: z
    .array(name)
    .min(1)
    .max(100)
    .optional()
    .describe('the only accounts that it is about; a hold of the person, such as a death, is about all'),
  until: day.optional(),
})
export const holdPlaced: FactKind<typeof placed> = {
  schema: placed,
  key: (fact) => [...whose(fact), fact.hold],
  names: ['hold'],
  needs: { holds: true },
  supersedes: 'where_it_changes',
  ends: ({ until }) => (until === undefined ? null : { path: 'until', on: until, last: until }),
  about: 'either',
  apply: applyPlaced,
}

const lifted = z.strictObject({ type: z.literal('hold.lifted'), ...onEither, hold: name })
export const holdLifted: FactKind<typeof lifted> = {
  schema: lifted,
  // One of a refused row comes back with the next refusal.
  key: (fact) => [...whose(fact), fact.hold, ...(fact.hold.startsWith('refused:') ? [when(fact)] : [])],
  names: ['hold'],
  needs: { holds: true },
  supersedes: 'never',
  about: 'either',
  apply: applyLifted,
}
