import { z } from 'zod'
import type { ContentHash } from '../base/id.ts'

/** `schedules/replies/<language>.yaml`: by which words people who got our texts say that they want no more. Every list is asked about every message: nobody keeps to one language. */

const words = z.array(z.string().min(1).max(80))

export const RepliesSchema = z.strictObject({
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z][A-Za-z]+)?$/, 'a language, such as en'),
  version: z.string().regex(/^\d{4}\.\d{2}\.\d{2}$/, 'the date on which it was last read over, YYYY.MM.DD'),
  optOut: words
    .min(1)
    .describe(
      'a message of nothing but these and courtesies is an opt-out; elsewhere, from four letters on, a human reads it',
    ),
  alone: words
    .default([])
    .describe(
      'a message that is one of these, accents and all, and nothing else is an opt-out; beside courtesies, from four letters on, a human reads it; inside any other message it means nothing: `Huy` is also a name, and `koniec` the end of a month',
    ),
  aloneNear: words
    .default([])
    .describe('a message that is one of these, accents and all, and nothing else is for a human to read'),
  optIn: words
    .default([])
    .describe('a message of nothing but these asks to be texted again: a human decides'),
  near: words
    .default([])
    .describe('wherever they stand, a human reads the message; `*` at the end = any ending'),
  courtesy: words.default([]).describe('what may stand around the words: please, now, thanks'),
  source: z.string().min(1).describe('who says so: a law, a network, a list'),
})
export type Replies = z.infer<typeof RepliesSchema> & { hash: ContentHash }
