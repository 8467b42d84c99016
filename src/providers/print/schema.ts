import { z } from 'zod'
import { PAPERS, WINDOWS } from '../../channels/letter/paper.ts'
import { isZone } from '../../core/base/time.ts'
import { WEEKDAYS } from '../../core/base/weekday.ts'
import { addressText } from '../../core/model/open-text.ts'
import { providerHead } from '../../core/model/provider.ts'
import { Callback, Headers } from '../http/schema.ts'

const line = z.string().min(1).max(100)
const Sender = z.strictObject({
  name: line.describe('who writes, above the letter'),
  lines: z.array(line).max(6).default([]).describe('the address and what else stands below the name'),
})
export type Sender = z.infer<typeof Sender>

/** A print house by one file: what its letters look like, when it takes them, and where they are put. */
export const PrintHouseSchema = z.strictObject({
  ...providerHead,
  kind: z.literal('print'),
  sender: Sender,
  creditors: z.record(z.string().min(1), Sender).default({}).describe('other senders, by creditor'),
  paper: z.enum(PAPERS).optional().describe('absent = what is usual where the letter goes'),
  window: z
    .enum(WINDOWS)
    .optional()
    .describe('of the envelope; absent = what is usual where the letter goes'),
  handOver: z
    .strictObject({
      at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day such as 14:00'),
      zone: z.string().refine(isZone, 'is no IANA time zone'),
      days: z.array(z.enum(WEEKDAYS)).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
      directory: z
        .string()
        .min(1)
        .max(1000)
        .optional()
        .describe('where batches are put, such as {env.PROVIDER_ACME_DIR}'),
      http: z
        .strictObject({
          url: addressText(1000).describe('https, or this machine: files go to URL/BATCH/FILE'),
          headers: Headers.default({}),
        })
        .optional()
        .describe('each file is put, the manifest last: with it the batch is handed over'),
    })
    .refine(
      ({ directory, http }) => (directory === undefined) !== (http === undefined),
      'is one of directory, http',
    ),
  sent: z
    .strictObject({
      when: z.enum(['handed_over', 'posted']),
      within: z.strictObject({ days: z.number().int().min(1).max(30) }).default({ days: 5 }),
    })
    .default({ when: 'handed_over', within: { days: 5 } })
    .describe(
      'posted = only its own word makes a letter posted; after so many days without one a human asks',
    ),
  callback: Callback.optional().describe(
    'how it tells what became of a letter; our own form is always heard',
  ),
})
export type PrintHouse = z.infer<typeof PrintHouseSchema>
