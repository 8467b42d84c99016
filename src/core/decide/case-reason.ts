import type { Instant } from '../base/time.ts'
import { ownReason, type Reason } from '../model/verdict.ts'

/** Why a case moves, waits or lets a step go, law aside. */
export const DECIDE_GROUNDS = {
  cured: 'nothing is past due any more, or less than the strategy opens for',
  ended: 'collection of the account has ended',
  placed: 'the account is placed with somebody else',
  held: 'a dispute or another hold is open',
  no_law_on_file: 'no pack of the country or state says what is lawful, and no file accepts that',
  no_contact: 'the debtor asked not to be contacted: only notices that the law still allows',
  on_plan: 'a repayment plan stands: its rates are watched',
  promised: 'a promise is open until its date and grace have passed',
  stage: 'the last stage that holds now',
  stage_left: 'the case left the stage before the step could be taken',
  step_over: 'the step no longer holds: it was stopped, or the debt, the risk or the strategy is another',
  episode_over: 'the oldest unpaid due date is another: its steps count anew',
  case_rests: 'the case is closed, held, promised or on a plan',
  passed: 'its day lies before the stage was entered, or inside a hold, promise or plan',
  overtaken: 'a newer step of the same channel takes its place',
  mandatory_first: 'a mandatory step must be taken before a later stage',
  requires_unmet: 'a later stage requires something that has not been done in this episode',
  no_valid_point: 'the debtor has no valid number or address of the kind',
  no_template: 'there is no text in a language of the person',
  stage_ends_first: 'when the law would allow it, the stage or the step no longer holds',
  step_failed:
    'it failed on every valid number or address, or could not be done, and a later stage waits for it',
  step_overdue: 'nobody has answered in time, and a later stage waits for it',
  denied_too_long: 'denied for seven local days running',
  strategy_changed: 'the case goes on under a newer version of its strategy',
} as const
export type CaseReason = keyof typeof DECIDE_GROUNDS

export function caseReason(rule: CaseReason, detail = '', liftsAt: Instant | null = null): Reason {
  const text = detail === '' ? DECIDE_GROUNDS[rule] : `${DECIDE_GROUNDS[rule]}: ${detail}`
  return ownReason(rule, text, liftsAt)
}

/** Why a waiting contact was taken back, as its row keeps it. */
export function takenBack(reason: string): Reason {
  return isGround(reason) ? caseReason(reason) : ownReason(reason, reason)
}

function isGround(rule: string): rule is CaseReason {
  return rule in DECIDE_GROUNDS
}
