import { z } from 'zod'
import { DurationSchema } from '../time/duration.ts'
import { NOTHING } from './judge.ts'
import { RECORD_KINDS } from './parameters.ts'
import type { RuleKind } from './kind.ts'

const parameters = z.strictObject({
  what: z.array(z.enum(RECORD_KINDS)).min(1),
  make: z.boolean().optional().describe('the record must be made'),
  min: DurationSchema.optional(),
  max: DurationSchema.optional(),
  from: z.enum(['artifact', 'last_activity', 'close']),
})

/** What is kept, and how long: the room of retention reads it. */
export const retain = {
  parameters,
  judge: () => ({ judge: () => NOTHING }),
  keys: () => [],
  looksBack: () => true,
  needsCalendar: () => false,
  readsClock: () => false,
  silent: true,
} as const satisfies RuleKind<z.infer<typeof parameters>>
