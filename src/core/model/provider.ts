import { z } from 'zod'
import type { ContentHash } from '../base/id.ts'
import { MESSAGE_CHANNELS } from '../channel/channel.ts'
import { ProviderName } from './routes.ts'

/** What every file under `schedules/providers/` says; the rest is the affair of its kind. */
export const providerHead = {
  provider: ProviderName.describe('the name by which routes name it'),
  title: z.string().min(1).max(200).optional(),
  channels: z.array(z.enum(MESSAGE_CHANNELS)).min(1).describe('what it can carry'),
}

/** Where a file does not say its kind. */
export const USUAL_KIND = 'http'

export const ProviderHeadSchema = z.looseObject({ ...providerHead, kind: z.string().default(USUAL_KIND) })
export type ProviderHead = z.infer<typeof ProviderHeadSchema>
export type ProviderFile = ProviderHead & { hash: ContentHash }
