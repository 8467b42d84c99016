import { z } from 'zod'
import type { ContentHash } from '../base/id.ts'
import { ACTIONS, ACTORS, AUTOMATIONS, LINES, PLACES, PURPOSES, ROLES } from '../base/list.ts'
import { isDay, isZone } from '../base/time.ts'
import { PRODUCTS } from '../fact/product.ts'
import { DurationSchema } from './duration.ts'
import { KeySchema } from './key.ts'
import { ruleParameters } from './parameters.ts'
import { CHANNEL_NAMES } from './select.ts'
import { VectorSchema } from './vector.ts'

/** `schedules/compliance/*.yaml`: one law, guideline or house policy, as rules of seven kinds. Law is cited here and nowhere else. */

const day = z.string().refine(isDay, 'a date that exists, YYYY-MM-DD')
const several = <T extends z.ZodType>(item: T) => z.array(item).min(1)

export const SelectorSchema = z
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

export const EFFECTS = ['block', 'review', 'warn', 'duty'] as const
export const RULE_STATES = ['active', 'draft', 'disputed', 'superseded', 'policy'] as const

const ruleBase = {
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

const ruleOf = <K extends keyof typeof ruleParameters>(kind: K) =>
  z.strictObject({ ...ruleBase, kind: z.literal(kind), parameters: ruleParameters[kind] })

export const RuleSchema = z
  .discriminatedUnion('kind', [
    ruleOf('window'),
    ruleOf('cap'),
    ruleOf('gap'),
    ruleOf('hold'),
    ruleOf('require'),
    ruleOf('content'),
    ruleOf('retain'),
  ])
  .refine((rule) => rule.sources.length > 0 || !['official', 'secondary'].includes(rule.evidenceLevel), {
    path: ['sources'],
    message: 'a text that was read has a source',
  })
  .refine((rule) => rule.duty?.starts !== 'status' || rule.kind === 'hold', {
    path: ['duty', 'starts'],
    message: 'only a hold is about a status',
  })
export type Rule = z.infer<typeof RuleSchema>
export type RuleKind = Rule['kind']
export type RuleOf<K extends RuleKind> = Extract<Rule, { kind: K }>

const shape = {
  pack: z.string().regex(/^[a-z]{2,3}(-[a-z0-9]+)*$/),
  version: z.string().regex(/^\d{4}\.\d{2}\.\d{2}$/, 'the date on which the text was checked, YYYY.MM.DD'),
  title: z.string().min(1),
  jurisdiction: z.string().min(2),
  layer: z.enum(['supra', 'national', 'state', 'city', 'sector', 'self_reg', 'house']),
  clock: z.strictObject({
    zone: z
      .string()
      .refine((zone) => zone === 'debtor' || isZone(zone), '"debtor" or an IANA time zone')
      .describe('debtor = lawful in every zone the debtor may be in'),
    calendar: z.string().optional().describe('a file of calendars/; without one no day is a holiday'),
    weekStart: z.enum(['mon', 'sun']).default('mon'),
  }),
  binds: z.strictObject({
    residence: several(z.string()).optional().describe('US also takes US-NY'),
    uncovered: z
      .literal(true)
      .optional()
      .describe('residences whose own country or state has no pack that binds the actor and product'),
    actor: several(z.enum(ACTORS)).optional(),
    product: several(z.enum(PRODUCTS)).optional(),
  }),
  groups: z
    .record(z.string().min(2), several(z.string()))
    .optional()
    .describe('residences that the pack means by one name: EU: [AT, BE, ...]'),
  keys: z
    .record(z.string().min(1).max(200), KeySchema)
    .optional()
    .describe('the facts that the rules name, each with its class: derived, asserted or at_claim'),
  marks: several(z.string().min(1))
    .optional()
    .describe('words about a single contact that a cap leaves out, or that a hold lets pass'),
  rules: several(RuleSchema),
}

export const PackSchema = z.strictObject(shape).superRefine(checkRules)

const PackCaseSchema = VectorSchema.extend({
  packs: several(z.string()).optional().describe('the packs that are asked; absent = this one'),
})

/** As a file: with worked cases, which judge nothing and are no part of what is published. */
export const PackFileSchema = z
  .strictObject({
    ...shape,
    cases: z
      .array(PackCaseSchema)
      .default([])
      .describe('what must be refused, by which rules, and what must not'),
  })
  .superRefine(checkRules)
/** The same, of which a worked case with a bad entry is left out. */
export const PackOfGoodCasesSchema = z
  .strictObject({
    ...shape,
    cases: z
      .array(PackCaseSchema.nullable().catch(null))
      .transform((cases) => cases.filter((one) => one !== null)),
  })
  .superRefine(checkRules)
export type PackFile = z.infer<typeof PackFileSchema>
/** A pack with the hash of its parsed content. */
export type Pack = z.infer<typeof PackSchema> & { hash: ContentHash }

function checkRules(
  { rules, clock }: { rules: Rule[]; clock: { calendar?: string | undefined } },
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>()
  rules.forEach((rule, index) => {
    const issue = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path: ['rules', index, ...path], message })
    if (seen.has(rule.rule)) issue(['rule'], `${rule.rule} is there twice`)
    seen.add(rule.rule)
    if (needsCalendar(rule) && !clock.calendar) {
      issue(['parameters', 'open'], 'workday and restday need clock.calendar')
    }
  })
}

function needsCalendar(rule: Rule): boolean {
  if (rule.duty && 'businessDays' in rule.duty.within) return true
  if (rule.kind === 'gap') return 'businessDays' in rule.parameters.atLeast
  return (
    rule.kind === 'window' &&
    rule.parameters.open !== 'person_hours' &&
    rule.parameters.open.some((slot) => slot.days === 'workday' || slot.days === 'restday')
  )
}
