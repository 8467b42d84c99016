import { z } from 'zod'
import type { ContentHash } from '../base/id.ts'
import { MESSAGE_CHANNELS } from '../channel/channel.ts'
import { Forbids } from './forbidden-use.ts'
import { ProviderName } from './routes.ts'

/** What every file under `schedules/providers/` says; the rest is the affair of its kind. */
export const providerHead = {
  provider: ProviderName.describe('the name by which routes name it'),
  title: z.string().min(1).max(200).optional(),
  channels: z.array(z.enum(MESSAGE_CHANNELS)).min(1).describe('what it can carry'),
  forbids: z
    .array(Forbids)
    .min(1)
    .optional()
    .describe('what its terms forbid, beside what is known of its kind'),
}

/** A file that does not say its kind is of this one. */
export const USUAL_KIND = 'http'

export const ProviderHeadSchema = z.looseObject({ ...providerHead, kind: z.string().default(USUAL_KIND) })
export type ProviderHead = z.infer<typeof ProviderHeadSchema>
export type ProviderFile = ProviderHead & { hash: ContentHash }
