import { z } from 'zod'
import type { ContentHash } from '../base/id.ts'
import { PLACEHOLDERS } from '../model/template.ts'

/** `schedules/wording/<locale>.yaml`: by which words our own texts show what they must not and what they must carry. The second net: what a text carries is claimed by its author, and words prove nothing. */

const token = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a content token of a rule, such as arrest_threat')
const words = z
  .array(z.string().min(1).max(80))
  .min(1)
  .describe('whole words in any case; `*` at the end = any ending; anywhere in scripts without blanks')
const patterns = z
  .array(z.string().min(1).max(300).refine(isPattern, 'a regular expression'))
  .min(1)
  .describe('regular expressions, tried on the text in lower case with single blanks')
const source = z.string().min(1).describe('who says so: a law, a regulator, a list')
const said = (entry: { words?: unknown; patterns?: unknown; placeholders?: unknown }) =>
  entry.words !== undefined || entry.patterns !== undefined || entry.placeholders !== undefined

const placeholders = z.array(z.enum(PLACEHOLDERS)).min(1)

const suspect = z
  .strictObject({
    token,
    lawful: z
      .enum(['never', 'in_context'])
      .describe('never = no law and no reason makes it lawful; in_context = a text may acknowledge it'),
    placeholders: placeholders.optional().describe('a text that fills in any of them is suspect'),
    words: words.optional(),
    patterns: patterns.optional(),
    source,
  })
  .refine(said, 'has placeholders, words or patterns')

const sign = z
  .strictObject({
    token,
    placeholders: placeholders.optional().describe('any of them shows it'),
    words: words.optional(),
    patterns: patterns.optional(),
    source,
  })
  .refine(said, 'has placeholders, words or patterns')

export const WordingSchema = z.strictObject({
  locale: z.string().min(2),
  version: z.string().regex(/^\d{4}\.\d{2}\.\d{2}$/, 'the date on which it was last read over, YYYY.MM.DD'),
  suspects: z.array(suspect).describe('words that suggest what a law forbids'),
  signs: z.array(sign).describe('what a part that a law demands looks like'),
  unspoken: z
    .array(token)
    .default([])
    .describe('forbidden content that no words show: postcards, filming; for the eye of a reviewer'),
})
export type Wording = z.infer<typeof WordingSchema> & { hash: ContentHash }
export type Suspect = Wording['suspects'][number]
export type Sign = Wording['signs'][number]

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== ''
  } catch {
    return false
  }
}
