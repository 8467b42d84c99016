import type { Channel } from '../base/list.ts'
import { classOfEvidence } from './evidence-keys.ts'
import { isMet } from './evidence.ts'
import { type Finding, type Judge, type LegalClock, refusal } from './judge.ts'
import type { RuleOf } from './pack.ts'
import type { Need } from './parameters.ts'
import type { Question } from './question.ts'

/** Only if: what the agent shows at claim is a duty until then, and refuses at claim when it is missing. */
export function requireJudge(rule: RuleOf<'require'>, clock: LegalClock): Judge {
  const { all = [], any = [] } = rule.parameters
  return (question, file) => {
    const missing = (need: Need) => !isMet(need, question, file, clock)
    const later = (need: Need) => canBeShownLater(need, question)
    const absent = all.filter(missing)
    const alternatives = any.length > 0 && any.every(missing) ? any : []
    const refuses =
      absent.some((need) => !later(need)) || (alternatives.length > 0 && !alternatives.some(later))
    const duties = [...absent, ...alternatives].filter(later)
    return [
      ...(refuses ? refusal(null) : []),
      ...duties.map((need): Finding => ({ finds: 'duty', key: need.evidence })),
    ]
  }
}

/** Only a person who claims the task can show something. */
const CLAIMED: ReadonlySet<Channel | null> = new Set<Channel | null>(['call', 'visit'])

function canBeShownLater(need: Need, question: Question): boolean {
  return (
    question.moment !== 'claim' &&
    CLAIMED.has(question.channel) &&
    classOfEvidence(need.evidence) === 'at_claim'
  )
}
