import type { Instant } from '../base/time.ts'
import { ownReason, type Reason } from '../model/verdict.ts'

/** Why the engine itself does not send now, law aside. */
export const SEND_REASONS = {
  superseded: 'something was learnt after this contact was planned',
  case_closed: 'the case is closed',
  no_valid_point: 'the number or address is no longer valid',
  no_template: 'there is no text in a language of the person',
  bad_template: 'the text could not be filled in',
  no_wording: 'there are no lists of words for the language of the text: it cannot be judged',
  forbidden_words: 'as it is filled in, the text has words that no text may have',
  unknown_optout: 'the text offers a word for opting out that would not be understood',
  no_law_on_file: 'no law is on file where the debtor lives, and no file accepts that',
  stopped: 'contacts of this kind are stopped by hand',
  breaker_open: 'the provider refuses our credentials; the channel waits',
  provider_silent: 'the provider has answered none of the last messages; what was not sent to it waits',
  no_provider: 'no route names a provider for it',
  too_early: 'it is not due yet',
  too_late: 'its lawful window has ended',
  rate_used: 'the planned hourly rate of the channel is used up',
} as const
export type SendReason = keyof typeof SEND_REASONS

export function sendReason(rule: SendReason, liftsAt: Instant | null = null): Reason {
  return ownReason(rule, SEND_REASONS[rule], liftsAt)
}
