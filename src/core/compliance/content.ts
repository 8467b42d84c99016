import { isFirstCommunication, mayBeFirstCommunication } from './derived.ts'
import { type Judge, NOTHING } from './judge.ts'
import type { RuleOf } from './pack.ts'

/** What a message must and must not say; not judged while there is no text. */
export function contentJudge(rule: RuleOf<'content'>): Judge {
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
