import { z } from 'zod'
import { checkRules, packShape } from '../compliance/pack/pack.ts'
import { several } from '../compliance/rule/parameters.ts'
import { WorkedCaseSchema } from './case.ts'

/** A pack as its file has it: with worked cases, which judge nothing and are no part of what is published. */

const PackCaseSchema = WorkedCaseSchema.extend({
  packs: several(z.string()).optional().describe('the packs that are asked; absent = this one'),
})

export const PackFileSchema = z
  .strictObject({
    ...packShape,
    cases: z
      .array(PackCaseSchema)
      .default([])
      .describe('what must be refused, by which rules, and what must not'),
  })
  .superRefine(checkRules)
/** The same, of which a worked case with a bad entry is left out. */
export const PackOfGoodCasesSchema = z
  .strictObject({
    ...packShape,
    cases: z
      .array(PackCaseSchema.nullable().catch(null))
      .transform((cases) => cases.filter((one) => one !== null)),
  })
  .superRefine(checkRules)
export type PackFile = z.infer<typeof PackFileSchema>
