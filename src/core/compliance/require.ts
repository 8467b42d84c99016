import { isByPerson } from '../channel/channel.ts'
import type { Instant } from '../base/time.ts'
import { isMet, oldEnoughAt } from './evidence.ts'
import type { Finding, Judge, Refusal } from './judge.ts'
import type { Terms } from './keys.ts'
import type { RuleOf } from './pack.ts'
import type { Need } from './parameters.ts'
import type { Question } from './question.ts'

/** Only if: what the agent shows at claim is a duty until then, and refuses at claim when it is missing. What is there and only too young lifts by itself. */
export function requireJudge(rule: RuleOf<'require'>, terms: Terms): Judge {
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

function lacking({ title }: RuleOf<'require'>, { wanted, choices, lifts }: Lack): Refusal {
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
