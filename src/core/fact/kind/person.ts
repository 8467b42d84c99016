import { z } from 'zod'
import { PLACES } from '../../base/list.ts'
import { applyPointAdded, applyPointInvalid, applyPreference } from '../apply/person.ts'
import { closedHours, point, pointRef } from '../said.ts'
import { onEither } from './envelope.ts'
import { type FactKind, when, whose } from './kind.ts'

/** Facts that say where and when a person can be reached. */

const preference = z.strictObject({
  type: z.literal('preference.set'),
  ...onEither,
  closed: closedHours.optional().describe('all hours that are inconvenient from now on'),
  places: z
    .array(z.enum(PLACES))
    .max(PLACES.length)
    .optional()
    .describe('all places where contact is inconvenient from now on'),
})
export const preferenceSet: FactKind<typeof preference> = {
  schema: preference,
  key: (fact) => [...whose(fact), when(fact)],
  names: [],
  needs: {},
  supersedes: 'never',
  sense: ({ closed, places }) =>
    closed === undefined && places === undefined
      ? {
          code: 'missing_field',
          path: 'closed',
          message: 'no preference is given',
          suggestion:
            'closed: the inconvenient hours, or places: the inconvenient places; [] = none any more',
        }
      : null,
  about: 'person',
  apply: applyPreference,
}

const added = z.strictObject({ type: z.literal('point.added'), ...onEither, ...point.shape })
export const pointAdded: FactKind<typeof added> = {
  schema: added,
  key: (fact, hash) => [...whose(fact), hash, ''],
  names: ['value'],
  // What was said of the debtor before he was known becomes a hold of his.
  needs: { money: true, cases: true, holds: true, points: true, early: true },
  supersedes: 'where_it_changes',
  differs: ['at'],
  bringsPoints: true,
  personal: ['value'],
  required: ['value'],
  about: 'person',
  apply: (draft, subject, _fact, prepared) => applyPointAdded(draft, subject, prepared),
}

const invalid = z.strictObject({ type: z.literal('point.invalid'), ...onEither, ...pointRef })
export const pointInvalid: FactKind<typeof invalid> = {
  schema: invalid,
  key: (fact, hash) => [...whose(fact), hash, when(fact)],
  names: ['point'],
  needs: { points: true, reaches: 'point' },
  supersedes: 'always',
  about: 'person',
  apply: applyPointInvalid,
}
