import { z } from 'zod'
import { isFirstCommunication, mayBeFirstCommunication } from '../known/derived.ts'
import { type Judge, NOTHING } from './judge.ts'
import { words } from './parameters.ts'
import type { RuleWith } from './base.ts'
import type { RuleKind } from './kind.ts'

const parameters = z
  .strictObject({
    must: words.optional(),
    never: words.optional(),
    when: z
      .enum(['first', 'each', 'later'])
      .default('each')
      .describe('first communication, later ones, or each'),
  })
  .refine((parameters) => parameters.must || parameters.never, 'says what must or must not be said')
type Parameters = z.infer<typeof parameters>

export const content = {
  parameters,
  judge: (rule) => ({ judge: contentJudge(rule) }),
  keys: () => [],
  looksBack: () => true,
  needsCalendar: () => false,
  readsClock: () => false,
} as const satisfies RuleKind<Parameters>

/** What a message must and must not say; not judged while there is no text. */
function contentJudge(rule: RuleWith<Parameters>): Judge {
  const { must = [], never = [], when } = rule.parameters
  return (question, file) => {
    const { tokens } = question
    if (tokens === null) return NOTHING
    if (when === 'first' && !mayBeFirstCommunication(question, file)) return NOTHING
    if (when === 'later' && isFirstCommunication(question, file)) return NOTHING
    const missing = must.filter((token) => !tokens.includes(token))
    const banned = never.filter((token) => tokens.includes(token))
    if (missing.length + banned.length === 0) return NOTHING
    const why = [
      ...missing.map((token) => `must say ${token}`),
      ...banned.map((token) => `must not say ${token}`),
    ]
    return [{ finds: 'refusal', liftsAt: null, text: `${rule.title} (${why.join(', ')})` }]
  }
}
