import type { Outcome } from '../base/list.ts'

export interface DispositionMeaning {
  outcome: Outcome
  /** It takes the step's number: a line rang, somebody was met, a message left. */
  attempt: boolean
  /** Right party contact: the debtor spoke. */
  rightParty: boolean
  promise?: true
  refused?: true
  /** Raises a hold, a cease or an opt-out, or spoils the point. */
  effect?:
    | 'dispute'
    | 'hardship'
    | 'attorney'
    | 'bankruptcy'
    | 'deceased'
    | 'cease'
    | 'optout'
    | 'point_invalid'
}

/** Structured outcomes of an attempt, by channel family. */
export const DISPOSITION = {
  rpc_promise: { outcome: 'conversation', attempt: true, rightParty: true, promise: true },
  rpc_paid: { outcome: 'conversation', attempt: true, rightParty: true },
  rpc_refused: { outcome: 'conversation', attempt: true, rightParty: true, refused: true },
  rpc_callback: { outcome: 'conversation', attempt: true, rightParty: true },
  rpc_dispute: { outcome: 'conversation', attempt: true, rightParty: true, effect: 'dispute' },
  rpc_hardship: { outcome: 'conversation', attempt: true, rightParty: true, effect: 'hardship' },
  rpc_attorney: { outcome: 'conversation', attempt: true, rightParty: true, effect: 'attorney' },
  rpc_bankrupt: { outcome: 'conversation', attempt: true, rightParty: true, effect: 'bankruptcy' },
  rpc_cease: { outcome: 'conversation', attempt: true, rightParty: true, effect: 'cease' },
  rpc_hung_up: { outcome: 'conversation', attempt: true, rightParty: true },
  third_message: { outcome: 'third', attempt: true, rightParty: false },
  third_deceased: { outcome: 'third', attempt: true, rightParty: false, effect: 'deceased' },
  wrong_number: { outcome: 'third', attempt: true, rightParty: false, effect: 'point_invalid' },
  no_answer: { outcome: 'no_answer', attempt: true, rightParty: false },
  rejected: { outcome: 'no_answer', attempt: true, rightParty: false },
  voicemail: { outcome: 'voicemail', attempt: true, rightParty: false },
  busy: { outcome: 'not_connected', attempt: false, rightParty: false },
  switched_off: { outcome: 'not_connected', attempt: false, rightParty: false },
  invalid_number: { outcome: 'not_connected', attempt: false, rightParty: false, effect: 'point_invalid' },
  technical_failure: { outcome: 'not_connected', attempt: false, rightParty: false },
  met: { outcome: 'met', attempt: true, rightParty: true },
  met_promise: { outcome: 'met', attempt: true, rightParty: true, promise: true },
  met_paid: { outcome: 'met', attempt: true, rightParty: true },
  met_refused: { outcome: 'met', attempt: true, rightParty: true, refused: true },
  no_one_home: { outcome: 'no_one', attempt: true, rightParty: false },
  moved_away: { outcome: 'no_one', attempt: true, rightParty: false, effect: 'point_invalid' },
  no_such_address: { outcome: 'no_one', attempt: true, rightParty: false, effect: 'point_invalid' },
  unsafe: { outcome: 'no_one', attempt: true, rightParty: false },
  sent: { outcome: 'sent', attempt: true, rightParty: false },
  delivered: { outcome: 'delivered', attempt: true, rightParty: false },
  undelivered: { outcome: 'failed', attempt: true, rightParty: false },
  replied: { outcome: 'replied', attempt: true, rightParty: true },
  replied_stop: { outcome: 'replied', attempt: true, rightParty: true, effect: 'optout' },
} as const satisfies Record<string, DispositionMeaning>

export type Disposition = keyof typeof DISPOSITION
export const DISPOSITIONS = Object.keys(DISPOSITION) as [Disposition, ...Disposition[]]

export function meaningOf(disposition: Disposition): DispositionMeaning {
  return DISPOSITION[disposition]
}
