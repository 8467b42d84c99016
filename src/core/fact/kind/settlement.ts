import { z } from 'zod'
import { amountIn, takeFeed } from '../apply/money.ts'
import { isOwn, isSameOffer, ownRequest, settle, settlementKnown } from '../apply/settlement.ts'
import { type Applied, type Draft, type OnAccount, refused } from '../draft.ts'
import { day, name } from '../field.ts'
import { offerProblem, offerTerms } from '../offer-terms.ts'
import { spokenTo } from '../said.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** An offer to take less than what is owed, and what each side says to it. */

const OF_SETTLEMENT = {
  names: ['settlement'],
  // What it forgave is worked out anew.
  needs: { settlements: true, money: true, cases: true },
  supersedes: 'always',
  about: 'account',
} as const

const named = { ...onAccount, settlement: name }
type Named = { account: string; settlement: string; at: string }

const who = spokenTo.unwrap()

const offered = z.strictObject({
  type: z.literal('settlement.offered'),
  ...named,
  ...offerTerms,
  until: day.describe('the last day on which it may be accepted'),
  by: who.describe('who proposes it: another person grants it'),
  toldBy: name.optional().describe('who told it; the door writes it'),
})
export const settlementOffered: FactKind<typeof offered> = {
  ...OF_SETTLEMENT,
  schema: offered,
  key: (fact) => [fact.account, fact.settlement],
  differs: ['toldBy'],
  sense: offerProblem,
  ends: ({ until, payBy, rates }) => ({ path: 'until', on: until, last: rates?.first ?? payBy ?? until }),
  isKnown: (draft, subject, fact, prepared) => {
    const terms = termsOf(subject, fact, prepared)
    const known = settlementKnown(draft, subject, fact.settlement)
    return known !== undefined && !('code' in terms) && known.by === fact.by && isSameOffer(known, terms)
  },
  apply: applyOffer,
}

/** Nobody knows what is owed on an account that is fed by snapshots less what was forgiven. */
function applyOffer(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof offered>,
  prepared: Telling,
): Applied {
  const { account } = subject
  const terms = termsOf(subject, fact, prepared)
  if ('code' in terms) return terms
  const { by, toldBy = null } = fact
  const known = settlementKnown(draft, subject, fact.settlement)
  if (known && known.offeredAt !== null) {
    if (known.by !== by || !isSameOffer(known, terms))
      return refused(prepared, 'conflicting_fact', 'the settlement is known with other terms')
    if (known.offeredAt <= prepared.at) return 'same'
  }
  const mixed = takeFeed(account, 'ledger', prepared)
  if (mixed) return mixed
  return settle(
    draft,
    subject,
    {
      name: fact.settlement,
      said: { ...terms, by, toldBy: known?.toldBy ?? toldBy, offeredAt: prepared.at },
    },
    prepared,
  )
}

function termsOf({ account }: OnAccount, fact: z.infer<typeof offered>, prepared: Telling) {
  const amount = fact.amount === undefined ? 0 : amountIn(account, fact.amount, prepared)
  if (typeof amount === 'object') return amount
  const { discount = null, until, payBy = null, rates = null } = fact
  return { amount, discount, until, payBy, rates }
}

const OF_GRANT = {
  ...OF_SETTLEMENT,
  key: (fact: Named & { by: string }) => [fact.account, fact.settlement, fact.by, when(fact)],
} as const

const approved = z.strictObject({
  type: z.literal('settlement.approved'),
  ...named,
  by: who.describe('the second person'),
})
export const settlementApproved: FactKind<typeof approved> = {
  ...OF_GRANT,
  schema: approved,
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof approved>, prepared: Telling) =>
    grant(draft, subject, { ...fact, grants: true }, prepared),
}

const rejected = z.strictObject({
  type: z.literal('settlement.rejected'),
  ...named,
  by: who.describe('the second person'),
})
export const settlementRejected: FactKind<typeof rejected> = {
  ...OF_GRANT,
  schema: rejected,
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof rejected>, prepared: Telling) =>
    grant(draft, subject, { ...fact, grants: false }, prepared),
}

/** The word may come before the offer: one of the proposer counts for nothing then either. */
function grant(
  draft: Draft,
  subject: OnAccount,
  { settlement, by, grants }: { settlement: string; by: string; grants: boolean },
  prepared: Telling,
): Applied {
  const known = settlementKnown(draft, subject, settlement)
  if (known && isOwn(known, by)) return ownRequest(prepared, 'by')
  const before = known?.grants ?? []
  const word = { by, at: prepared.at, grants }
  if (before.some((one) => one.by === by && one.at === word.at && one.grants === grants)) return 'same'
  const words = [...before, word].sort((a, b) => a.at - b.at || (a.by < b.by ? -1 : 1))
  return settle(draft, subject, { name: settlement, said: { grants: words } }, prepared)
}

/** The first of several such words counts. */
const OF_WORD = {
  ...OF_SETTLEMENT,
  key: (fact: Named) => [fact.account, fact.settlement, when(fact)],
} as const

const accepted = z.strictObject({ type: z.literal('settlement.accepted'), ...named })
export const settlementAccepted: FactKind<typeof accepted> = {
  ...OF_WORD,
  schema: accepted,
  apply: firstOf('acceptedAt'),
}

const declined = z.strictObject({ type: z.literal('settlement.declined'), ...named })
export const settlementDeclined: FactKind<typeof declined> = {
  ...OF_WORD,
  schema: declined,
  apply: firstOf('declinedAt'),
}

const withdrawn = z.strictObject({ type: z.literal('settlement.withdrawn'), ...named })
export const settlementWithdrawn: FactKind<typeof withdrawn> = {
  ...OF_WORD,
  schema: withdrawn,
  apply: firstOf('withdrawnAt'),
}

function firstOf(word: 'acceptedAt' | 'declinedAt' | 'withdrawnAt') {
  return (draft: Draft, subject: OnAccount, { settlement }: Named, prepared: Telling): Applied => {
    const known = settlementKnown(draft, subject, settlement)?.[word] ?? null
    if (known !== null && known <= prepared.at) return 'taken'
    return settle(draft, subject, { name: settlement, said: { [word]: prepared.at } }, prepared)
  }
}
