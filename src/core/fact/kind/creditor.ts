import { z } from 'zod'
import { CHANNELS } from '../../channel/channel.ts'
import { firstToday } from '../../figures/judge-feed.ts'
import { applyBrake } from '../apply/brake.ts'
import { applyCompleted, completedDay } from '../apply/feed.ts'
import { day, instant, name } from '../field.ts'
import { envelope } from './envelope.ts'
import { type FactKind, type Part, when } from './kind.ts'

/** A creditor's file is whole: its figures are as of that day or instant. */
const completed = z.strictObject({
  type: z.literal('feed.completed'),
  ...envelope,
  creditor: name,
  asOf: z.union([day, instant]),
})
export const feedCompleted: FactKind<typeof completed> = {
  schema: completed,
  key: (fact) => [fact.creditor, fact.asOf],
  names: ['creditor', 'asOf'],
  needs: (fact) => ({
    creditor: fact.creditor,
    feed: { creditor: fact.creditor, completed: completedDay(fact) },
  }),
  supersedes: 'never',
  /** Figures as of a day that had not begun when the file was written would never grow old. */
  sense: (fact) =>
    completedDay(fact) > firstToday(Date.parse(fact.at))
      ? {
          code: 'bad_date',
          path: 'asOf',
          message: 'asOf lies after the instant of the fact itself',
          suggestion: 'asOf: the day or instant whose figures the file holds',
        }
      : null,
  about: 'nobody',
  apply: (draft, _subject, fact, prepared) => applyCompleted(draft, fact, prepared),
}

/** What a brake is on; a field that is left out = any. */
const braked = {
  ...envelope,
  channel: z.enum(CHANNELS).optional(),
  strategy: name.optional(),
  creditor: name.optional(),
  by: name.optional().describe('who does it'),
}

const BRAKE = {
  key: (fact: z.infer<z.ZodObject<typeof braked>>): Part[] => [
    fact.channel,
    fact.strategy,
    fact.creditor,
    when(fact),
  ],
  names: ['at', 'key'],
  needs: ({ creditor }: { creditor?: string | undefined }) => ({ brakes: true, creditor }),
  supersedes: 'never',
} as const

/** Contacts are stopped by hand, and what they wait for is no time of theirs. */
const set = z.strictObject({ type: z.literal('brake.set'), ...braked })
export const brakeSet: FactKind<typeof set> = {
  ...BRAKE,
  schema: set,
  about: 'nobody',
  apply: (draft, _subject, fact, prepared) => applyBrake(draft, fact, prepared),
}

const released = z.strictObject({ type: z.literal('brake.released'), ...braked })
export const brakeReleased: FactKind<typeof released> = {
  ...BRAKE,
  schema: released,
  about: 'nobody',
  apply: (draft, _subject, fact, prepared) => applyBrake(draft, fact, prepared),
}
