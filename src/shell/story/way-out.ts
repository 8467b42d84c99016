import type { CaseReason } from '../../core/decide/case-reason.ts'
import type { SendReason } from '../../core/deliver/send-reason.ts'
import { isoOf, type Instant } from '../../core/base/time.ts'

/** Why something was refused, as far as it says what would let it through. */
export interface Refused {
  rule: string
  pack: string | null
  effect: string
  /** Evidence that a requirement lacks, by key. */
  missing: readonly string[]
  /** The soonest instant at which the rule alone lets a contact through; null = not by waiting. */
  liftsAt: Instant | null
}

/** What ends the engine's own reasons. */
const WAYS = {
  no_valid_point: 'a number or address: `arrears import persons`, or a fact `point.added`',
  no_template: 'a text in the language of the person under schedules/templates, then `arrears publish`',
  bad_template: 'mend the template, then `arrears publish`',
  no_wording: 'schedules/wording for that language, then `arrears publish`',
  forbidden_words: 'the task of kind wording',
  unknown_optout: 'the word under schedules/replies, then `arrears publish`',
  no_law_on_file: 'a pack, or the place in schedules/residences.yaml, then `arrears publish`',
  stopped: '`arrears resume`',
  breaker_open: 'credentials of the provider that it takes',
  provider_silent:
    'an answer of the provider, which is asked every minute, or another one in schedules/providers.yaml',
  no_provider: 'a route in schedules/providers.yaml, then `arrears publish`',
  rate_used: 'the next hour',
  too_early: 'waiting',
  held: 'the end of the hold or dispute',
  placed: 'a recall of the account',
  promised: 'the date of the promise, or a payment',
  on_plan: 'the rates of the plan, or `plan.cancelled`',
  no_contact: '`cease.withdrawn` by the debtor',
  step_failed: 'the answer to its task',
  step_overdue: 'the answer to its task',
  denied_too_long: 'the answer to its task',
} as const satisfies Partial<Record<CaseReason | SendReason, string>>

/** What would lift a refusal, for whoever can bring it about. */
export function wayOut({ rule, pack, effect, missing, liftsAt }: Refused): string {
  if (pack === null) return isOwn(rule) ? WAYS[rule] : 'nothing: the case has moved on'
  if (missing.length > 0) return `evidence.recorded of ${missing.join(', ')}`
  if (effect === 'review') return 'the answer to a task of kind review'
  if (liftsAt !== null) return `time: the first of them at ${isoOf(liftsAt)}`
  return 'not by waiting: `arrears compliance explain` says why'
}

function isOwn(rule: string): rule is keyof typeof WAYS {
  return Object.hasOwn(WAYS, rule)
}
