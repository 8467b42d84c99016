import { z } from 'zod'
import { ChargeCapsSchema, PayOrderSchema } from './debt-policy.ts'
import { FEED_SENDS } from './feed-file.ts'

/** `schedules/creditors.yaml`: what is stated of a creditor. The file may be absent. */
export const CreditorsSchema = z.strictObject({
  creditors: z.array(
    z.strictObject({
      creditor: z.string().min(1).max(200).describe('as its accounts name it'),
      figures: z
        .strictObject({
          staleAfter: z
            .strictObject({ days: z.number().int().min(1).max(400) })
            .optional()
            .describe(
              'nobody is contacted on figures older than so many local days; default three times the usual distance between its files, at least 3 and at most 45',
            ),
          sends: z
            .enum(FEED_SENDS)
            .optional()
            .describe(
              'all (default): each file names every account; changes: an account that a file leaves out is as it was',
            ),
        })
        .optional(),
      pays: PayOrderSchema.optional(),
      caps: ChargeCapsSchema.optional().describe(
        'the most that one fee, cost or charge of interest may be; one beyond it is refused, and the account waits for a human',
      ),
    }),
  ),
})
export type Creditors = z.infer<typeof CreditorsSchema>
export type CreditorPolicy = Creditors['creditors'][number]

export function policyOf(creditors: Creditors | undefined, creditor: string): CreditorPolicy | null {
  return creditors?.creditors.find((one) => one.creditor === creditor) ?? null
}
