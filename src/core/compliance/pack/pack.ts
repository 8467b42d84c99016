import { z } from 'zod'
import type { ContentHash } from '../../base/id.ts'
import { ACTORS } from '../../base/list.ts'
import { isZone } from '../../base/time.ts'
import { PayOrderSchema } from '../../model/debt-policy.ts'
import { PRODUCTS } from '../../model/product.ts'
import { KeySchema } from '../known/key.ts'
import { several } from '../rule/parameters.ts'
import { ruleBase, type RuleWith } from '../rule/base.ts'
import { asksCalendar, RULE_KIND, type RuleKindName, RULE_KINDS } from '../rule/kinds.ts'

/** `schedules/compliance/*.yaml`: one law, guideline or house policy, as rules. Law is cited here and nowhere else. */

const ruleOf = (kind: RuleKindName) =>
  z.strictObject({ ...ruleBase, kind: z.literal(kind), parameters: RULE_KIND[kind].parameters })
const [firstKind, ...otherKinds] = RULE_KINDS.map(ruleOf)
const AnyRuleSchema = z.discriminatedUnion('kind', [firstKind, ...otherKinds] as [ReturnType<typeof ruleOf>])

export type Rule = {
  [K in RuleKindName]: RuleWith<z.infer<(typeof RULE_KIND)[K]['parameters']>> & { kind: K }
}[RuleKindName]
/** Each kind has its own parameters, which the types of a mapped list cannot say. */
export const RuleSchema = (AnyRuleSchema as unknown as z.ZodType<Rule>)
  .refine(({ sources, evidenceLevel }) => isSourced(sources, evidenceLevel), {
    path: ['sources'],
    message: 'a text that was read has a source',
  })
  .refine((rule) => rule.duty?.starts !== 'status' || rule.kind === 'hold', {
    path: ['duty', 'starts'],
    message: 'only a hold is about a status',
  })
function isSourced(sources: readonly string[], evidenceLevel: string): boolean {
  return sources.length > 0 || !['official', 'secondary'].includes(evidenceLevel)
}

export type RuleOf<K extends RuleKindName> = Extract<Rule, { kind: K }>

/** What a pack says, whatever else stands in its file. */
export const packShape = {
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
  pays: z
    .strictObject({
      order: PayOrderSchema,
      citation: z.string().min(1),
      sources: ruleBase.sources.optional(),
      evidenceLevel: ruleBase.evidenceLevel,
      note: z.string().optional(),
    })
    .refine(({ sources = [], evidenceLevel }) => isSourced(sources, evidenceLevel), {
      path: ['sources'],
      message: 'a text that was read has a source',
    })
    .optional()
    .describe('what money pays first of what is due, where a creditor states nothing'),
  rules: several(RuleSchema),
}

export const PackSchema = z.strictObject(packShape).superRefine(checkRules)

/** A pack with the hash of its parsed content. */
export type Pack = z.infer<typeof PackSchema> & { hash: ContentHash }

export function checkRules(
  { rules, clock }: { rules: Rule[]; clock: { calendar?: string | undefined } },
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>()
  rules.forEach((rule, index) => {
    const issue = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path: ['rules', index, ...path], message })
    if (seen.has(rule.rule)) issue(['rule'], `${rule.rule} is there twice`)
    seen.add(rule.rule)
    if (asksCalendar(rule) && !clock.calendar) {
      issue(['parameters', 'open'], 'workday and restday need clock.calendar')
    }
  })
}
