import { z } from 'zod'
import { ACTIONS, ACTORS, AUTOMATIONS, LINES, PLACES, PURPOSES, ROLES } from '../../base/list.ts'
import { isDay } from '../../base/time.ts'
import { PRODUCTS } from '../../model/product.ts'
import { DurationSchema } from '../time/duration.ts'
import { several } from './parameters.ts'
import { CHANNEL_NAMES } from '../match/channel-names.ts'

/** What a rule says whatever its kind. */

const day = z.string().refine(isDay, 'a date that exists, YYYY-MM-DD')

const SelectorSchema = z
  .strictObject({
    channels: several(z.enum(CHANNEL_NAMES)),
    roles: several(z.enum(ROLES)),
    places: several(z.enum(PLACES)),
    purposes: several(z.enum(PURPOSES)),
    automation: several(z.enum(AUTOMATIONS)),
    lines: several(z.enum(LINES)),
    actors: several(z.enum(ACTORS)),
    products: several(z.enum(PRODUCTS)),
    actions: several(z.enum(ACTIONS)),
    dpd: z.strictObject({ min: z.number().int().optional(), max: z.number().int().optional() }),
  })
  .partial()
  .describe('what the rule is about; an absent key means any')
export type Selector = z.infer<typeof SelectorSchema>

const EFFECTS = ['block', 'review', 'warn', 'duty'] as const
const RULE_STATES = ['active', 'draft', 'disputed', 'superseded', 'policy'] as const

export const ruleBase = {
  rule: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]+)+$/, 'capitals and dashes, such as US-F-10'),
  title: z.string().min(1).max(260),
  appliesTo: SelectorSchema,
  unless: several(z.string()).optional().describe('evidence that lifts the rule'),
  effect: z.enum(EFFECTS).describe('block denies; review asks a human; warn is logged; duty must be done'),
  state: z.enum(RULE_STATES).describe('active and policy act; the others only when enabled'),
  disputedIn: several(z.string()).optional().describe('residences in which its state is disputed'),
  inForceFrom: day.optional().describe('first local date, judged where the debtor is'),
  inForceUntil: day.optional().describe('last local date'),
  citation: z.string(),
  sources: z.array(z.string()),
  evidenceLevel: z
    .enum(['official', 'secondary', 'memory', 'policy'])
    .describe('official = the legal text or the regulator was read; memory = unverified'),
  note: z.string().optional(),
  duty: z
    .strictObject({
      starts: z
        .enum(['first_contact', 'case', 'plan', 'status'])
        .describe(
          'what starts the time: the first contact that reached the debtor; the opening of a case; a plan of several promises; the status that the hold is about',
        ),
      within: DurationSchema,
      doneBy: z.string().min(1).describe('the evidence that shows that it was done'),
    })
    .optional()
    .describe(
      'what somebody has to do by a date, whoever is contacted or not: a task until the evidence is there',
    ),
}

const RuleBaseSchema = z.strictObject(ruleBase)
export type RuleBase = z.infer<typeof RuleBaseSchema>
/** A rule of the kind that says these parameters. */
export type RuleWith<P> = RuleBase & { parameters: P }
