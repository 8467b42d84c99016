import { z } from 'zod'
import { isByPerson } from '../../channel/channel.ts'
import type { Instant } from '../../base/time.ts'
import { isMet, oldEnoughAt } from '../known/evidence.ts'
import type { Finding, Judge, Refusal } from './judge.ts'
import type { Terms } from '../known/keys.ts'
import { type Need, needs } from './parameters.ts'
import type { Question } from '../../model/question.ts'
import type { RuleWith } from './base.ts'
import type { RuleKind } from './kind.ts'

const parameters = z
  .strictObject({ all: needs.optional(), any: needs.optional() })
  .refine((parameters) => parameters.all || parameters.any, 'says what is required')
type Parameters = z.infer<typeof parameters>

export const requirement = {
  parameters,
  judge: (rule, terms) => ({ judge: requireJudge(rule, terms) }),
  keys: ({ all = [], any = [] }) => [...all, ...any].map(({ evidence }) => evidence),
  looksBack: () => true,
  needsCalendar: () => false,
  readsClock: ({ all = [], any = [] }) => [...all, ...any].some((need) => need.minAge ?? need.maxAge),
} as const satisfies RuleKind<Parameters>

/** A requirement says "only if": what the agent shows at claim is a duty until then, and refuses at claim when it is missing. What is there and only too young lifts by itself. */
function requireJudge(rule: RuleWith<Parameters>, terms: Terms): Judge {
  const { all = [], any = [] } = rule.parameters
  return (question, file) => {
    const missing = (need: Need) => !isMet(need, question, file, terms)
    const later = (need: Need) => canBeShownLater(need, question, terms)
    const absent = all.filter(missing)
    const alternatives = any.every(missing) ? any : []
    const wanted = absent.filter((need) => !later(need))
    const choices = alternatives.some(later) ? [] : alternatives
    const ripe = (need: Need) => oldEnoughAt(need, question, file, terms) ?? Infinity
    const lifts = Math.max(
      ...wanted.map(ripe),
      choices.length > 0 ? Math.min(...choices.map(ripe)) : -Infinity,
    )
    return [
      ...(wanted.length + choices.length > 0 ? [lacking(rule, { wanted, choices, lifts })] : []),
      ...[...absent, ...alternatives].filter(later).map((need): Finding => {
        return { finds: 'duty', key: need.evidence }
      }),
    ]
  }
}

interface Lack {
  wanted: readonly Need[]
  choices: readonly Need[]
  lifts: Instant
}

function lacking({ title }: RuleWith<Parameters>, { wanted, choices, lifts }: Lack): Refusal {
  const keys = (needs: readonly Need[]) => needs.map(({ evidence }) => evidence)
  const parts = [...keys(wanted), ...(choices.length > 0 ? [keys(choices).join(' or ')] : [])]
  return {
    finds: 'refusal',
    liftsAt: Number.isFinite(lifts) ? lifts : null,
    text: `${title} (not shown: ${parts.join(', ')})`,
    missing: [...keys(wanted), ...keys(choices)],
  }
}

/** Only a person who claims the task can show something. */
function canBeShownLater(need: Need, question: Question, { keys }: Terms): boolean {
  return (
    question.moment !== 'claim' &&
    question.channel !== null &&
    isByPerson(question.channel) &&
    keys(need.evidence)?.class === 'at_claim'
  )
}
