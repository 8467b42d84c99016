import type { Outcome } from '../base/list.ts'

/** What a word does beyond the contact that brought it: it raises a hold, a cease, an opt-out, a promise, or asks for a call, or spoils the point. */
export type DispositionEffect =
  | 'dispute'
  | 'hardship'
  | 'attorney'
  | 'bankruptcy'
  | 'deceased'
  | 'cease'
  | 'optout'
  | 'point_invalid'
  | 'promise'
  | 'callback'

/** How long after it was said a word still does that: a dated word is over after so many local days, as what it opens would be. */
export type DispositionLasts = 'for_good' | { days: number }

interface Attempted {
  outcome: Outcome
  /** It takes the step's number: a line rang, somebody was met, a message left. */
  attempt: boolean
  /** Right party contact: the debtor spoke. */
  rightParty: boolean
  refused?: true
}

export type DispositionMeaning = Attempted &
  ({ effect: DispositionEffect; lasts: DispositionLasts } | { effect?: never; lasts?: never })

const RPC = { outcome: 'conversation', attempt: true, rightParty: true } as const
const FOR_GOOD = 'for_good'
/** As long as a creditor may at most take to settle a billing error. */
const DISPUTE = { days: 90 } as const
/** As long as a standard breathing space lasts. */
const HARDSHIP = { days: 60 } as const
/** A promise with a day lasts until that day; one without is asked after for so long. */
const PROMISE = { days: 14 } as const
/** On the day on which it was asked for. */
const CALL_BACK = { days: 0 } as const

/** Structured outcomes of an attempt, by channel family. */
export const DISPOSITION = {
  rpc_promise: { ...RPC, effect: 'promise', lasts: PROMISE },
  rpc_paid: RPC,
  rpc_refused: { ...RPC, refused: true },
  rpc_callback: { ...RPC, effect: 'callback', lasts: CALL_BACK },
  rpc_dispute: { ...RPC, effect: 'dispute', lasts: DISPUTE },
  rpc_hardship: { ...RPC, effect: 'hardship', lasts: HARDSHIP },
  rpc_attorney: { ...RPC, effect: 'attorney', lasts: FOR_GOOD },
  rpc_bankrupt: { ...RPC, effect: 'bankruptcy', lasts: FOR_GOOD },
  rpc_cease: { ...RPC, effect: 'cease', lasts: FOR_GOOD },
  rpc_hung_up: RPC,
  third_message: { outcome: 'third', attempt: true, rightParty: false },
  third_deceased: {
    outcome: 'third',
    attempt: true,
    rightParty: false,
    effect: 'deceased',
    lasts: FOR_GOOD,
  },
  wrong_number: {
    outcome: 'third',
    attempt: true,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
  },
  no_answer: { outcome: 'no_answer', attempt: true, rightParty: false },
  rejected: { outcome: 'no_answer', attempt: true, rightParty: false },
  voicemail: { outcome: 'voicemail', attempt: true, rightParty: false },
  busy: { outcome: 'not_connected', attempt: false, rightParty: false },
  switched_off: { outcome: 'not_connected', attempt: false, rightParty: false },
  invalid_number: {
    outcome: 'not_connected',
    attempt: false,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
  },
  technical_failure: { outcome: 'not_connected', attempt: false, rightParty: false },
  met: { outcome: 'met', attempt: true, rightParty: true },
  met_promise: { outcome: 'met', attempt: true, rightParty: true, effect: 'promise', lasts: PROMISE },
  met_paid: { outcome: 'met', attempt: true, rightParty: true },
  met_refused: { outcome: 'met', attempt: true, rightParty: true, refused: true },
  no_one_home: { outcome: 'no_one', attempt: true, rightParty: false },
  moved_away: {
    outcome: 'no_one',
    attempt: true,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
  },
  no_such_address: {
    outcome: 'no_one',
    attempt: true,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
  },
  unsafe: { outcome: 'no_one', attempt: true, rightParty: false },
  sent: { outcome: 'sent', attempt: true, rightParty: false },
  delivered: { outcome: 'delivered', attempt: true, rightParty: false },
  undelivered: { outcome: 'failed', attempt: true, rightParty: false },
  replied: { outcome: 'replied', attempt: true, rightParty: true },
  replied_stop: { outcome: 'replied', attempt: true, rightParty: true, effect: 'optout', lasts: FOR_GOOD },
} as const satisfies Record<string, DispositionMeaning>

export type Disposition = keyof typeof DISPOSITION
export const DISPOSITIONS = Object.keys(DISPOSITION) as [Disposition, ...Disposition[]]

export function meaningOf(disposition: Disposition): DispositionMeaning {
  return DISPOSITION[disposition]
}
