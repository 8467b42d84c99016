import { z } from 'zod'
import { ACTORS } from '../base/list.ts'
import { isDay } from '../base/time.ts'
import { PRODUCTS } from './product.ts'

/** `schedules/residences.yaml`: places for which no pack is on file and which are accepted all the same. The file may be absent. */
export const ResidencesSchema = z.strictObject({
  residences: z.array(
    z.strictObject({
      region: z
        .string()
        .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})*$/, 'an ISO 3166 country or subdivision, such as DE or CA-QC')
        .describe('it takes what lies in it: CA also takes CA-QC'),
      product: z.array(z.enum(PRODUCTS)).min(1).optional().describe('only these; absent = any'),
      actor: z.array(z.enum(ACTORS)).min(1).optional().describe('only these; absent = any'),
      acceptedOn: z.string().refine(isDay, 'a date that exists, YYYY-MM-DD'),
      reason: z.string().min(1).max(1000).describe('why contact without a pack is right, and who says so'),
    }),
  ),
})
export type Residences = z.infer<typeof ResidencesSchema>
