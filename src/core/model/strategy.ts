import { z } from 'zod'
import { ACTORS } from '../base/list.ts'
import { CHANNELS, STEP_CHANNELS } from '../channel/channel.ts'
import type { ContentHash } from '../base/id.ts'
import { DISPOSITIONS } from '../channel/disposition.ts'
import { PlanTypesSchema } from './plan-type.ts'
import { PRODUCTS } from './product.ts'
import { PromiseTypesSchema } from './promise-type.ts'
import { SettlementLimitsSchema } from './settlement-limits.ts'
import { money, slug, time } from './written.ts'

/** `schedules/strategies/*.yaml`: what is done about whom, when. */

const days = z.strictObject({ days: z.number().int().min(0).max(3650) })
const dpd = z.number().int().min(0).max(3650)

export const RISK_BANDS = ['low', 'medium', 'high'] as const
export type RiskBand = (typeof RISK_BANDS)[number]
const band = z.enum(RISK_BANDS)
const range = z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)])

export const STOPPERS = ['promise', 'refused', 'reached', 'paid_part'] as const

export const StepSchema = z.strictObject({
  step: slug,
  channel: z.enum(STEP_CHANNELS).describe('human opens a task for a person instead of contacting'),
  template: slug.optional().describe('messages: a file in templates/<locale>/'),
  script: slug.optional().describe('calls: what the agent says'),
  task: z.string().optional().describe('human: what is asked'),
  role: slug.optional().describe('human: who it is for'),
  within: days
    .optional()
    .describe(
      'human: local days until the task is due, at the time of the step; default 0; a day later it is overdue',
    ),
  dpd: dpd.optional().describe('days past due on which the step is due'),
  after: days.optional().describe('days since the case entered the stage'),
  at: time.describe('local time of day, in all candidate zones'),
  every: z.strictObject({ days: z.number().int().min(1).max(365) }).optional(),
  max: z
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('attempts taken in this episode, default 1; must be given with every'),
  retry: z
    .strictObject({
      after: z.strictObject({ minutes: z.number().int().min(5).max(1440) }),
      max: z
        .number()
        .int()
        .min(0)
        .max(20)
        .describe('times on one local day; then on the next, at the time of the step'),
    })
    .optional()
    .describe(
      'calls: again after a try that did not get through (busy, switched off, a fault of the line) and so is no attempt; default 45 minutes, twice a day',
    ),
  risk: z.array(band).min(1).optional(),
  pastDue: money.optional().describe('at least this much'),
  until: z.array(z.enum(STOPPERS)).min(1).optional().describe('stops while true since entry'),
  unless: z
    .strictObject({ reached: days })
    .optional()
    .describe('not when the debtor was spoken to on any account in the last n local dates'),
  duration: z.strictObject({ minutes: z.number().int().min(1).max(480) }).optional(),
  doneBy: z
    .array(z.enum(DISPOSITIONS))
    .min(1)
    .optional()
    .describe('calls and visits: the dispositions that make the step done; default any attempt'),
  mandatory: z.boolean().optional(),
  final: z
    .boolean()
    .optional()
    .describe(
      'a last notice: never the first contact of an episode; where a file marks none, the first contact step of the last of several stages counts as final',
    ),
})
export type Step = z.infer<typeof StepSchema>

/** The retry after a try that did not get through, where the step says nothing: with the first one that makes three dials a day. */
export const USUAL_RETRY = { after: { minutes: 45 }, max: 2 } as const satisfies NonNullable<Step['retry']>

export const StageSchema = z.strictObject({
  stage: slug,
  from: z.strictObject({
    dpd: dpd.optional(),
    byRisk: z.partialRecord(band, dpd).optional().describe('another first day for a risk band'),
    risk: z.array(band).min(1).optional(),
    pastDue: money.optional(),
  }),
  requires: z
    .strictObject({
      step: slug.optional(),
      attempts: z.partialRecord(z.enum(CHANNELS), z.number().int().min(1)).optional(),
    })
    .optional()
    .describe('otherwise the case stays in the stage before, and says why'),
  onChange: z.enum(['finish', 'jump', 'restart']).optional(),
  steps: z.array(StepSchema),
})
export type Stage = z.infer<typeof StageSchema>

export const StrategySchema = z.strictObject({
  strategy: slug,
  title: z.string().min(1),
  priority: z.number().int(),
  applies: z.strictObject({
    creditor: z.array(z.string()).min(1).optional(),
    actor: z.array(z.enum(ACTORS)).min(1).optional(),
    product: z.array(z.enum(PRODUCTS)).min(1).optional(),
    region: z.array(z.string()).min(1).optional(),
    currency: z.string().optional(),
  }),
  open: z.strictObject({
    dpd: z.number().int().min(1).max(3650),
    pastDue: money,
    perDay: z.number().int().min(1),
  }),
  mode: z.enum(['live', 'shadow']),
  packs: z.array(z.string()).min(1),
  opens: slug
    .optional()
    .describe(
      'the step with which an episode opens; default: the first message or call that is for the case, is not final and does not lie in the last of several stages',
    ),
  lateEntry: z
    .strictObject({
      respite: z
        .strictObject({ days: z.number().int().min(3).max(365) })
        .optional()
        .describe('nothing is due for so long after a late opening notice, at least; default 3 days'),
      upTo: slug
        .optional()
        .describe(
          'the last stage that a late case enters directly; default: not the last of several, nor one that begins with a visit or a final step',
        ),
    })
    .optional(),
  risk: z.strictObject({
    low: range,
    medium: range,
    high: range,
    unknown: band,
    broken: z
      .strictObject({ after: z.number().int().min(1).max(100), band })
      .optional()
      .describe('the least band of an account on which so many promises or plans were not kept'),
  }),
  promises: PromiseTypesSchema.optional(),
  plans: PlanTypesSchema.optional(),
  settlements: SettlementLimitsSchema.optional(),
  onChange: z.strictObject({ default: z.enum(['finish', 'jump', 'restart']) }),
  stages: z.array(StageSchema).min(1),
})
/** One version of a strategy; a case is pinned to its hash. Its money texts are read in the account's currency. */
export type Strategy = z.infer<typeof StrategySchema> & { hash: ContentHash }
