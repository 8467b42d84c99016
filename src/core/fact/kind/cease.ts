import { z } from 'zod'
import { applyCeased, applyCeaseWithdrawn } from '../apply/hold.ts'
import { onEither } from './envelope.ts'
import { type FactKind, when, whose } from './kind.ts'

/** The debtor wants no more contact: of the person, whichever account it was said on. */

const received = z.strictObject({
  type: z.literal('cease.received'),
  ...onEither,
  written: z.boolean().default(true),
})
export const ceaseReceived: FactKind<typeof received> = {
  schema: received,
  key: (fact) => [...whose(fact), when(fact)],
  names: [],
  needs: { holds: true },
  supersedes: 'where_it_changes',
  about: 'person',
  apply: applyCeased,
}

const withdrawn = z.strictObject({ type: z.literal('cease.withdrawn'), ...onEither })
export const ceaseWithdrawn: FactKind<typeof withdrawn> = {
  schema: withdrawn,
  key: (fact) => [...whose(fact), when(fact)],
  names: [],
  needs: { holds: true },
  supersedes: 'never',
  about: 'person',
  apply: applyCeaseWithdrawn,
}
