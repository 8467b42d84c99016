import { z } from 'zod'
import { ACTIONS, ACTORS, AUTOMATIONS, LINES } from '../../base/list.ts'
import { PRODUCTS } from '../../model/product.ts'
import { DurationSchema } from '../time/duration.ts'

/** What the kinds of rules say alike, and the words that they share. */

export const several = <T extends z.ZodType>(item: T) => z.array(item).min(1)
export const words = z.array(z.string().min(1)).min(1)

export const SCOPES = ['person', 'account', 'point', 'creditor', 'collector', 'household'] as const
export type Scope = (typeof SCOPES)[number]
export const per = z.array(z.enum(SCOPES)).min(1).describe('counted together where all of these are the same')

export const COUNT_LEVEL = { attempt: 0, connected: 1, answered: 2, conversation: 3 } as const

export const SpanSchema = z.union([
  z.strictObject({ days: z.number().int().min(1) }).describe('consecutive local dates, today included'),
  z.strictObject({ hours: z.number().positive() }).describe('elapsed time'),
  z.strictObject({ calendar: z.enum(['day', 'week', 'month']) }),
  z.strictObject({ lifetime: z.literal(true) }),
])
export type Span = z.infer<typeof SpanSchema>

/** What history knows of a contact beside what `appliesTo` looks at. */
export const PastKindSchema = z
  .strictObject({
    automation: several(z.enum(AUTOMATIONS)),
    lines: several(z.enum(LINES)),
    actors: several(z.enum(ACTORS)),
    products: several(z.enum(PRODUCTS)),
    actions: several(z.enum(ACTIONS)),
  })
  .partial()
export type PastKind = z.infer<typeof PastKindSchema>

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

export const NeedSchema = z.strictObject({
  evidence: z.string().min(1),
  per: z.enum([...SCOPES, 'channel']).optional(),
  min: z.number().optional(),
  minAge: DurationSchema.optional(),
  maxAge: DurationSchema.optional(),
})
export type Need = z.infer<typeof NeedSchema>
export const needs = z.array(NeedSchema).min(1)
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
