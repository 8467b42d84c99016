import { z } from 'zod'
import type { PersonId } from '../../base/id.ts'
import { type Place, PLACES } from '../../base/list.ts'
import { type Applied, type Draft, raiseNumber, refused, reviewSubject, type Subject } from '../draft.ts'
import { pointNamed } from '../named-point.ts'
import { addPoints, killNumber, learnPlace } from '../person.ts'
import { closedHours, point, pointRef } from '../said.ts'
import type { Telling } from '../telling.ts'
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
  key: (fact, hash) => [...whose(fact), hash ?? fact.point, when(fact)],
  names: ['point'],
  needs: { points: true, reaches: 'point' },
  supersedes: 'always',
  about: 'person',
  apply: applyPointInvalid,
}

/** The person's own inconvenient hours and places: the latest word counts. */
function applyPreference(
  draft: Draft,
  { person }: Subject,
  fact: z.infer<typeof preference>,
  { at }: Telling,
): Applied {
  for (const place of fact.places ? [null, ...fact.places] : []) closePlace(draft, person.id, place, at)
  if (fact.places) reviewSubject(draft, { person, account: null })
  if (!fact.closed || (person.closedAt !== null && at < person.closedAt)) return 'taken'
  person.closed = fact.closed
  person.closedAt = at
  draft.persons.add(person)
  reviewSubject(draft, { person, account: null })
  return 'taken'
}

/** What was closed before opens a moment earlier than this word, which would otherwise end with it. */
function closePlace(draft: Draft, person: PersonId, place: Place | null, at: number): void {
  draft.changes.evidence.push({
    person,
    key: 'pref.place_closed',
    account: null,
    point: null,
    agent: null,
    value: place ?? false,
    at: place === null ? at - 1 : at,
    until: null,
  })
}

function applyPointAdded(draft: Draft, { person }: Subject, prepared: Telling): Applied {
  learnPlace(draft, person, prepared)
  addPoints(draft, person, prepared, { account: null, at: prepared.at })
  reviewSubject(draft, { person, account: null })
  return 'taken'
}

/** The word reaches everybody behind the number. */
function applyPointInvalid(
  draft: Draft,
  subject: Subject,
  fact: z.infer<typeof invalid>,
  prepared: Telling,
): Applied {
  if (prepared.pointHash === null && fact.point === undefined)
    return refused(prepared, 'missing_field', 'the fact does not say which point', 'point')
  const ref = pointNamed(draft, subject, { point: fact.point, heard: true }, prepared)
  if (ref === null || ref === 'unknown')
    return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  killNumber(draft, ref.number, prepared.at)
  raiseNumber(draft, ref.number)
  return 'taken'
}
