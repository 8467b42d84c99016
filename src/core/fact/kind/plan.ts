import { z } from 'zod'
import type { LedgerPlan } from '../../model/ledger.ts'
import { PLAN_BY } from '../../model/plan.ts'
import {
  earlier,
  hasSchedule,
  later,
  planAccounts,
  planKnown,
  putPlan,
  raisePlan,
  ratesIn,
  reviewPlan,
  scheduleProblem,
} from '../apply/plan.ts'
import { type Applied, type Draft, type OnAccount, refused } from '../draft.ts'
import { name } from '../field.ts'
import { schedule } from '../said.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** What all facts about a plan have in common: the account that leads it gives it its name. */
const OF_PLAN = {
  names: ['plan'],
  needs: { plans: true },
  about: 'account',
} as const
const ONCE = {
  ...OF_PLAN,
  key: (fact: { account: string; plan: string }) => [fact.account, fact.plan],
} as const
const OF_WORD = {
  ...OF_PLAN,
  key: (fact: { account: string; plan: string; at: string }) => [fact.account, fact.plan, when(fact)],
  supersedes: 'where_it_changes',
} as const

const terms = {
  plan: name,
  accounts: z
    .array(name)
    .min(1)
    .max(50)
    .optional()
    .describe('all that it stands over, all of one debtor; the account itself may be left out'),
  kind: name.optional().describe('its type, as the strategy names it; absent = standard'),
  replaces: name.optional().describe('the plan whose place it takes, while that one stands'),
  ...schedule.shape,
}
type Terms = z.infer<z.ZodObject<typeof terms>>

const proposed = z.strictObject({
  type: z.literal('plan.proposed'),
  ...onAccount,
  ...terms,
  by: z
    .enum(PLAN_BY)
    .default('lender')
    .describe(
      'a debtor’s is agreed at once where it is within the limits; the lender’s waits for plan.agreed',
    ),
})
export const planProposed: FactKind<typeof proposed> = {
  ...ONCE,
  schema: proposed,
  supersedes: 'where_it_changes',
  sense: (fact) => ownPlace(fact) ?? scheduleProblem(fact),
  isKnown: (draft, subject, fact, prepared) => {
    const known = planKnown(draft, subject, fact.plan)
    return (
      known?.by === fact.by && known.proposedAt !== null && isSaid(draft, subject, { fact, known }, prepared)
    )
  },
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof proposed>, prepared: Telling) =>
    describe(draft, subject, fact, prepared, (known) => ({
      by: fact.by,
      proposedAt: earlier(known?.proposedAt ?? null, prepared.at),
    })),
}

const agreed = z.strictObject({ type: z.literal('plan.agreed'), ...onAccount, ...terms })
export const planAgreed: FactKind<typeof agreed> = {
  ...ONCE,
  schema: agreed,
  supersedes: 'always',
  sense: (fact) => ownPlace(fact) ?? (hasSchedule(fact) ? scheduleProblem(fact) : null),
  isKnown: (draft, subject, fact, prepared) => {
    const known = planKnown(draft, subject, fact.plan)
    return known !== undefined && known.agreedAt !== null && isSaid(draft, subject, { fact, known }, prepared)
  },
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof agreed>, prepared: Telling) =>
    describe(draft, subject, fact, prepared, (known) => ({
      agreedAt: earlier(known?.agreedAt ?? null, prepared.at),
    })),
}

const cancelled = z.strictObject({ type: z.literal('plan.cancelled'), ...onAccount, plan: name })
export const planCancelled: FactKind<typeof cancelled> = {
  ...ONCE,
  schema: cancelled,
  supersedes: 'never',
  isKnown: (draft, subject, { plan }) => (planKnown(draft, subject, plan)?.cancelledAt ?? null) !== null,
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof cancelled>, prepared: Telling) => {
    const elsewhere = ledElsewhere(draft, subject, fact.plan, prepared)
    if (elsewhere) return elsewhere
    const known = planKnown(draft, subject, fact.plan)
    const cancelledAt = earlier(known?.cancelledAt ?? null, prepared.at)
    if (cancelledAt === known?.cancelledAt) return 'same'
    reviewPlan(draft, putPlan(draft, subject, fact.plan, { cancelledAt }))
    return 'taken'
  },
}

/** A supervisor takes a plan that is beyond the limits. */
const accepted = z.strictObject({ type: z.literal('plan.accepted'), ...onAccount, plan: name })
export const planAccepted: FactKind<typeof accepted> = {
  ...OF_WORD,
  schema: accepted,
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof accepted>, prepared: Telling) =>
    word(draft, subject, { fact, field: 'acceptedAt' }, prepared),
}

/** The debtor, the lender or a supervisor refuses it. */
const declined = z.strictObject({ type: z.literal('plan.refused'), ...onAccount, plan: name })
export const planRefused: FactKind<typeof declined> = {
  ...OF_WORD,
  schema: declined,
  apply: (draft: Draft, subject: OnAccount, fact: z.infer<typeof declined>, prepared: Telling) =>
    word(draft, subject, { fact, field: 'refusedAt' }, prepared),
}

function ownPlace({ plan, replaces }: { plan: string; replaces?: string | undefined }) {
  if (plan !== replaces) return null
  const message = 'a plan cannot take its own place'
  const suggestion = 'give the new plan a name of its own'
  return { code: 'bad_plan', path: 'replaces', message, suggestion }
}

/** The terms are told once: whoever tells them again says the same, or gives the plan another name. */
function describe(
  draft: Draft,
  subject: OnAccount,
  fact: Terms,
  prepared: Telling,
  also: (known: LedgerPlan | undefined) => Partial<LedgerPlan>,
): Applied {
  const elsewhere = ledElsewhere(draft, subject, fact.plan, prepared)
  if (elsewhere) return elsewhere
  const known = planKnown(draft, subject, fact.plan)
  const said = hasSchedule(fact) ? termsIn(draft, subject, fact, prepared) : null
  if (said && 'code' in said) return said
  if (known && known.rates.length > 0 && said && termsText(known) !== termsText({ ...known, ...said }))
    return refused(prepared, 'conflicting_fact', 'the plan is known with other terms')
  const words = also(known)
  const isNew = said !== null && known?.rates.length === 0
  if (known && !isNew && saysNothing(known, words)) return 'same'
  const row = putPlan(draft, subject, fact.plan, { ...said, ...words })
  // What the lender proposes changes nothing until it is agreed.
  if (row.agreedAt === null && row.by === 'lender') reviewPlan(draft, row)
  else raisePlan(draft, row)
  return 'taken'
}

/** Whether a plan that is known is told once more, of whichever instant. */
function isSaid(
  draft: Draft,
  subject: OnAccount,
  { fact, known }: { fact: Terms; known: LedgerPlan },
  prepared: Telling,
): boolean {
  const said = hasSchedule(fact) ? termsIn(draft, subject, fact, prepared) : null
  return said === null || (!('code' in said) && termsText(known) === termsText(said))
}

function saysNothing(known: LedgerPlan, words: Partial<LedgerPlan>): boolean {
  const { by = known.by, proposedAt = known.proposedAt, agreedAt = known.agreedAt } = words
  return by === known.by && proposedAt === known.proposedAt && agreedAt === known.agreedAt
}

type PlanTerms = Pick<LedgerPlan, 'accounts' | 'kind' | 'replaces' | 'rates' | 'every'>

function termsIn(
  draft: Draft,
  subject: OnAccount,
  fact: Terms,
  prepared: Telling,
): PlanTerms | Exclude<Applied, string> {
  const accounts = planAccounts(draft, subject, fact.accounts, prepared)
  if ('code' in accounts) return accounts
  const rates = ratesIn(subject.account, fact, prepared)
  if ('code' in rates) return rates
  const { kind = null, replaces = null, every = null } = fact
  return { accounts, kind, replaces, rates, every: rates.length > 1 ? every : null }
}

function termsText({ accounts, kind, replaces, rates, every }: PlanTerms): string {
  const sums = rates.map(({ on, amount }) => [on, amount])
  return JSON.stringify([accounts, kind, replaces, sums, every])
}

function word(
  draft: Draft,
  subject: OnAccount,
  { fact, field }: { fact: { plan: string }; field: 'acceptedAt' | 'refusedAt' },
  prepared: Telling,
): Applied {
  const elsewhere = ledElsewhere(draft, subject, fact.plan, prepared)
  if (elsewhere) return elsewhere
  const known = planKnown(draft, subject, fact.plan)
  const at = later(known?.[field] ?? null, prepared.at)
  raisePlan(draft, putPlan(draft, subject, fact.plan, { [field]: at }))
  return 'taken'
}

/** A plan that stands over the account and is led by another one is named on that one. */
function ledElsewhere(draft: Draft, subject: OnAccount, plan: string, prepared: Telling) {
  if (planKnown(draft, subject, plan)) return null
  const { id } = subject.account
  const other = [...draft.ledger.plans.values()].find(
    (one) => one.externalId === plan && one.accounts.includes(id),
  )
  if (!other) return null
  const lead = draft.ledger.accounts.get(other.account)?.externalId
  return {
    ...refused(
      prepared,
      'bad_plan',
      'the plan stands over this account, and another one leads it',
      'account',
    ),
    suggestion: lead === undefined ? 'name the account that leads it' : `account: ${lead}`,
  }
}
