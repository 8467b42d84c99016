import { z } from 'zod'
import type { ContentHash } from '../base/id.ts'
import { AUTOMATIONS } from '../base/list.ts'
import { CONTACT_CHANNELS } from '../channel/channel.ts'

/** `schedules/templates/<locale>/<template>.yaml`: what is said. Placeholders are `{name}`. */
export const PLACEHOLDERS = [
  'name',
  'creditor',
  'account',
  'amount',
  'currency',
  'fees',
  'interest',
  'due',
  'dpd',
  'callback',
  'paylink',
  'optout',
  /** The promise that falls due next: its sum, and its day. */
  'promised',
  'promisedBy',
  /** The rate of a plan that comes next: what of it is still to pay, and its day; and how many are missed. */
  'rate',
  'rateDue',
  'ratesMissed',
  'settlement',
  'settlementDue',
] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

export const TemplateSchema = z.strictObject({
  template: z.string().regex(/^[a-z][a-z0-9-]*$/),
  locale: z.string().min(2),
  channel: z.enum(CONTACT_CHANNELS),
  purpose: z.enum(['collect', 'legal_notice', 'service']).default('collect'),
  automation: z
    .enum(AUTOMATIONS)
    .optional()
    .describe('who speaks, where a law asks: human unless said; bot also for a text no hand has touched'),
  /** Content tokens that the text carries (mandatory parts such as optout_instruction, mini_miranda): content rules are judged on them. */
  carries: z.array(z.string()).default([]),
  acknowledges: z
    .array(z.strictObject({ token: z.string(), reason: z.string().min(10).max(300) }))
    .default([])
    .describe('content that its words suggest, and why they are lawful here'),
  proves: z
    .array(z.string().min(1).max(200))
    .min(1)
    .optional()
    .describe(
      'of a letter: the evidence that it is once it was posted, such as a notice that a law wants in writing; keys of packs',
    ),
  maxSegments: z.number().int().min(1).max(10).default(3),
  subject: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\r\n]*$/, 'is more than one line')
    .optional()
    .describe('of a message that has one: an e-mail'),
  text: z.string().min(1),
})
export type Template = z.infer<typeof TemplateSchema> & { hash: ContentHash }

/** All that a debtor reads: what no subject may say is no better for standing there. */
export function wholeText({ subject, text }: { subject?: string | undefined; text: string }): string {
  return subject === undefined ? text : `${subject}\n\n${text}`
}
