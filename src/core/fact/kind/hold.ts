import { z } from 'zod'
import { HOLD_REASON, HOLD_REASONS } from '../../model/hold-reason.ts'
import { accountsNamed } from '../apply/accounts.ts'
import { applyLifted, ofPerson, putReason, refusalOfOwn } from '../apply/hold.ts'
import { type Applied, type Draft, type Subject } from '../draft.ts'
import { day, name } from '../field.ts'
import type { Telling } from '../telling.ts'
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
  obligation: name.optional().describe('the only one of the account that it is about'),
  until: day.optional(),
})
export const holdPlaced: FactKind<typeof placed> = {
  schema: placed,
  key: (fact) => [...whose(fact), fact.hold],
  names: ['hold'],
  needs: ({ obligation }) => ({ holds: true, ...(obligation !== undefined && { money: true, cases: true }) }),
  supersedes: 'where_it_changes',
  sense: ({ obligation, account, accounts }) =>
    obligation === undefined || (account !== undefined && accounts === undefined)
      ? null
      : {
          code: 'missing_account',
          path: 'account',
          message: 'a hold of one obligation names its account, and no list of accounts',
        },
  ends: ({ until }) => (until === undefined ? null : { path: 'until', on: until, last: until }),
  about: 'either',
  apply: applyPlaced,
}

const lifted = z.strictObject({
  type: z.literal('hold.lifted'),
  ...onEither,
  hold: name,
  obligation: name.optional().describe('may be said again; the name of the hold says which'),
})
export const holdLifted: FactKind<typeof lifted> = {
  schema: lifted,
  // One of a refused row comes back with the next refusal.
  key: (fact) => [...whose(fact), fact.hold, ...(fact.hold.startsWith('refused:') ? [when(fact)] : [])],
  names: ['hold'],
  // One of a single obligation changes what is past due.
  needs: ({ hold, account }) => ({
    holds: true,
    money: true,
    cases: true,
    ...(account === undefined && { ends: hold }),
  }),
  supersedes: 'never',
  about: 'either',
  apply: applyLifted,
}

/** A hold is placed on everybody whom the reason reaches, or on the accounts that the fact lists. */
function applyPlaced(
  draft: Draft,
  subject: Subject,
  fact: z.infer<typeof placed>,
  prepared: Telling,
): Applied {
  const { reason, obligation } = fact
  const refusal = refusalOfOwn(fact.hold, prepared)
  if (refusal) return refusal
  const listed = accountsNamed(draft, subject, fact.accounts ?? [], prepared)
  if (!Array.isArray(listed)) return listed
  const word = { externalId: fact.hold, reason, until: fact.until ?? null }
  switch (HOLD_REASON[reason].affects) {
    case 'person':
      return putReason(draft, [ofPerson(subject)], word, prepared)
    case 'person_unless_named':
      return putReason(draft, listed.length > 0 ? listed : [ofPerson(subject)], word, prepared)
    case 'account':
    case 'as_named':
      return putReason(draft, listed.length > 0 ? listed : [subject], { ...word, obligation }, prepared)
  }
}
