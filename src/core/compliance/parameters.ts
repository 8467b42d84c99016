import { z } from 'zod'
import { ACTIONS, ACTORS, AUTOMATIONS, LINES } from '../base/list.ts'
import { isZone } from '../base/time.ts'
import { PRODUCTS } from '../fact/product.ts'
import { DurationSchema } from './duration.ts'
import { SlotSchema } from './hours.ts'
import { CHANNEL_NAMES } from './select.ts'

/** What each kind of rule can say. */

const several = <T extends z.ZodType>(item: T) => z.array(item).min(1)
const words = z.array(z.string().min(1)).min(1)

export const SCOPES = ['person', 'account', 'point', 'creditor', 'collector', 'household'] as const
export type Scope = (typeof SCOPES)[number]
const per = z.array(z.enum(SCOPES)).min(1).describe('counted together where all of these are the same')

export const COUNT_LEVEL = { attempt: 0, connected: 1, answered: 2, conversation: 3 } as const

const window = z.strictObject({
  open: z.union([z.literal('person_hours'), z.array(SlotSchema).min(1)]),
  zone: z.string().refine(isZone, 'an IANA time zone').optional().describe('instead of the zone of the pack'),
  wholeContact: z.boolean().optional().describe('the planned end must be inside too'),
})

export const SpanSchema = z.union([
  z.strictObject({ days: z.number().int().min(1) }).describe('consecutive local dates, today included'),
  z.strictObject({ hours: z.number().positive() }).describe('elapsed time'),
  z.strictObject({ calendar: z.enum(['day', 'week', 'month']) }),
  z.strictObject({ lifetime: z.literal(true) }),
])
export type Span = z.infer<typeof SpanSchema>

/** What history knows of a contact beside what `appliesTo` looks at. */
const PastKindSchema = z
  .strictObject({
    automation: several(z.enum(AUTOMATIONS)),
    lines: several(z.enum(LINES)),
    actors: several(z.enum(ACTORS)),
    products: several(z.enum(PRODUCTS)),
    actions: several(z.enum(ACTIONS)),
  })
  .partial()
export type PastKind = z.infer<typeof PastKindSchema>

const cap = z.strictObject({
  max: z.number().int().min(0),
  per,
  span: SpanSchema,
  counts: z
    .enum(['attempt', 'connected', 'answered', 'conversation'])
    .describe('this and whatever got further'),
  onlyUnanswered: z.boolean().optional(),
  distinct: z.literal('channel').optional().describe('counts channels, not contacts'),
  split: z
    .enum(['each', 'one'])
    .default('each')
    .describe('one = an unanswered contact is booked to one account'),
  not: words.optional().describe('purposes and tags that are not counted'),
  only: PastKindSchema.optional().describe(
    'counts only past contacts of this kind; what is not known of one counts as meant',
  ),
})

const gap = z.strictObject({
  after: z.strictObject({
    event: z.string().describe('attempt, conversation, or the key of dated evidence'),
    channels: z.array(z.enum(CHANNEL_NAMES)).min(1).optional(),
  }),
  atLeast: DurationSchema,
  dayOne: z.enum(['event', 'next']).default('event').describe('which date is day 1'),
  per,
})

export const ACTS = [
  'contact',
  'interest',
  'fees',
  'enforcement',
  'credit_report',
  'sell',
  'third_contact',
] as const
export type Act = (typeof ACTS)[number]

const hold = z.strictObject({
  while: z.string().describe('always, a status, or the key of evidence'),
  scope: z.enum(['point', 'channel', 'place', 'account', 'person', 'household']),
  lasts: z.union([
    z.strictObject({ until: words }).describe('until one of these events, or never'),
    z.strictObject({
      for: DurationSchema,
      from: z
        .string()
        .optional()
        .describe('the event that starts the time; until then the hold is open-ended'),
      dayOne: z
        .enum(['event', 'next'])
        .optional()
        .describe('which date is day 1; next = the last day is held too; absent = event'),
      until: words.optional(),
      extension: z
        .strictObject({
          if: z.string().optional().describe('evidence; without it: evidence <status>.extended'),
          within: DurationSchema.optional(),
          by: DurationSchema.optional(),
          times: z.number().int().min(1).optional(),
          until: words.optional(),
        })
        .optional(),
    }),
  ]),
  stops: z.array(z.enum(ACTS)).min(1).optional().describe('absent = every act'),
  allows: words.optional().describe('purposes and tags that stay lawful'),
  limit: z
    .strictObject({
      max: z.number().int().min(1),
      perMonths: z.number().int().min(1).optional(),
      beyond: z
        .enum(['honoured', 'review'])
        .default('honoured')
        .describe('one more than that: honoured = it holds all the same; review = a human is asked'),
    })
    .optional()
    .describe('how often the debtor may ask'),
})

export const NeedSchema = z.strictObject({
  evidence: z.string().min(1),
  per: z.enum([...SCOPES, 'channel']).optional(),
  min: z.number().optional(),
  minAge: DurationSchema.optional(),
  maxAge: DurationSchema.optional(),
})
export type Need = z.infer<typeof NeedSchema>
const needs = z.array(NeedSchema).min(1)
const requires = z
  .strictObject({ all: needs.optional(), any: needs.optional() })
  .refine((parameters) => parameters.all || parameters.any, 'says what is required')

const content = z
  .strictObject({
    must: words.optional(),
    never: words.optional(),
    when: z
      .enum(['first', 'each', 'later'])
      .default('each')
      .describe('first communication, later ones, or each'),
  })
  .refine((parameters) => parameters.must || parameters.never, 'says what must or must not be said')

/** What is kept about somebody, and how the house proves its own care (pia_report). */
export const RECORD_KINDS = [
  'contact_log',
  'message',
  'recording',
  'visit_av',
  'consent',
  'notice',
  'complaint',
  'personal_data',
  'pia_report',
] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

const retain = z.strictObject({
  what: z.array(z.enum(RECORD_KINDS)).min(1),
  make: z.boolean().optional().describe('the record must be made'),
  min: DurationSchema.optional(),
  max: DurationSchema.optional(),
  from: z.enum(['artifact', 'last_activity', 'close']),
})

export const ruleParameters = { window, cap, gap, hold, require: requires, content, retain }
