import type { Outcome, PointKind } from '../base/list.ts'

/** What a word does beyond the contact that brought it: it raises a hold, a cease, an opt-out, a promise, a plan, a settlement, or asks for a call, or spoils the point. */
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
  | 'plan'
  | 'settlement'
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
  /** Whoever calls there or goes there may tell it of an attempt. */
  saidAt?: readonly PointKind[]
  /** It is told where nobody says more than that nobody was there. */
  nobodyThere?: true
  /** The number or address is somebody else's. */
  wrongParty?: true
  /** It does not exist: it is dead for everybody. */
  nowhere?: true
  /** A provider says it of a message: when it takes or refuses one, or later, in a receipt. */
  byProvider?: 'taken' | 'arrived' | 'refused'
  /** It is told of what is sent to points of these kinds alone: a letter comes back for reasons that no message has. Absent = of every message. */
  sentTo?: readonly PointKind[]
  /** It is all that is known of a message from the debtor before anybody has read it. */
  unread?: true
}

export type DispositionMeaning = Attempted &
  ({ effect: DispositionEffect; lasts: DispositionLasts } | { effect?: never; lasts?: never })

const PHONE = { saidAt: ['phone'] } as const
const DOOR = { saidAt: ['address'] } as const
const BOTH = { saidAt: ['phone', 'address'] } as const
const RETURNED = {
  outcome: 'failed',
  attempt: true,
  rightParty: false,
  byProvider: 'refused',
  sentTo: ['address'],
} as const
const RPC = { outcome: 'conversation', attempt: true, rightParty: true } as const
const FOR_GOOD = 'for_good'
/** The longest time that a creditor may take to settle a billing error. */
const DISPUTE = { days: 90 } as const
/** The length of a standard breathing space. */
const HARDSHIP = { days: 60 } as const
/** A promise with a day lasts until that day; one without, or a plan or settlement without its terms, is asked after for so long. */
const PROMISE = { days: 14 } as const
/** The call is made on the day on which it was asked for. */
const CALL_BACK = { days: 0 } as const

/** Structured outcomes of an attempt, by channel family. */
export const DISPOSITION = {
  rpc_promise: { ...PHONE, ...RPC, effect: 'promise', lasts: PROMISE },
  rpc_plan: { ...PHONE, ...RPC, effect: 'plan', lasts: PROMISE },
  rpc_settlement: { ...PHONE, ...RPC, effect: 'settlement', lasts: PROMISE },
  rpc_paid: { ...PHONE, ...RPC },
  rpc_refused: { ...PHONE, ...RPC, refused: true },
  rpc_callback: { ...PHONE, ...RPC, effect: 'callback', lasts: CALL_BACK },
  rpc_dispute: { ...BOTH, ...RPC, effect: 'dispute', lasts: DISPUTE },
  rpc_hardship: { ...BOTH, ...RPC, effect: 'hardship', lasts: HARDSHIP },
  rpc_attorney: { ...BOTH, ...RPC, effect: 'attorney', lasts: FOR_GOOD },
  rpc_bankrupt: { ...BOTH, ...RPC, effect: 'bankruptcy', lasts: FOR_GOOD },
  rpc_cease: { ...BOTH, ...RPC, effect: 'cease', lasts: FOR_GOOD },
  rpc_hung_up: { ...PHONE, ...RPC },
  third_message: { ...BOTH, outcome: 'third', attempt: true, rightParty: false },
  third_deceased: {
    ...BOTH,
    outcome: 'third',
    attempt: true,
    rightParty: false,
    effect: 'deceased',
    lasts: FOR_GOOD,
  },
  wrong_number: {
    ...PHONE,
    outcome: 'third',
    attempt: true,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
    wrongParty: true,
  },
  no_answer: { ...PHONE, outcome: 'no_answer', attempt: true, rightParty: false, nobodyThere: true },
  rejected: { ...PHONE, outcome: 'no_answer', attempt: true, rightParty: false },
  voicemail: { ...PHONE, outcome: 'voicemail', attempt: true, rightParty: false },
  busy: { ...PHONE, outcome: 'not_connected', attempt: false, rightParty: false },
  switched_off: { ...PHONE, outcome: 'not_connected', attempt: false, rightParty: false },
  invalid_number: {
    ...PHONE,
    outcome: 'not_connected',
    attempt: false,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
    nowhere: true,
  },
  technical_failure: { ...PHONE, outcome: 'not_connected', attempt: false, rightParty: false },
  met: { ...DOOR, outcome: 'met', attempt: true, rightParty: true },
  met_promise: {
    ...DOOR,
    outcome: 'met',
    attempt: true,
    rightParty: true,
    effect: 'promise',
    lasts: PROMISE,
  },
  met_plan: {
    ...DOOR,
    outcome: 'met',
    attempt: true,
    rightParty: true,
    effect: 'plan',
    lasts: PROMISE,
  },
  met_settlement: {
    ...DOOR,
    outcome: 'met',
    attempt: true,
    rightParty: true,
    effect: 'settlement',
    lasts: PROMISE,
  },
  met_paid: { ...DOOR, outcome: 'met', attempt: true, rightParty: true },
  met_refused: { ...DOOR, outcome: 'met', attempt: true, rightParty: true, refused: true },
  no_one_home: { ...DOOR, outcome: 'no_one', attempt: true, rightParty: false, nobodyThere: true },
  moved_away: {
    ...DOOR,
    outcome: 'no_one',
    attempt: true,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
  },
  no_such_address: {
    ...DOOR,
    outcome: 'no_one',
    attempt: true,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
    nowhere: true,
  },
  unsafe: { ...DOOR, outcome: 'no_one', attempt: true, rightParty: false },
  sent: { outcome: 'sent', attempt: true, rightParty: false, byProvider: 'taken' },
  delivered: { outcome: 'delivered', attempt: true, rightParty: false, byProvider: 'arrived' },
  undelivered: { outcome: 'failed', attempt: true, rightParty: false, byProvider: 'refused' },
  undeliverable: {
    outcome: 'failed',
    attempt: true,
    rightParty: false,
    effect: 'point_invalid',
    lasts: FOR_GOOD,
    nowhere: true,
    byProvider: 'refused',
  },
  returned_moved: { ...RETURNED, effect: 'point_invalid', lasts: FOR_GOOD },
  returned_unknown: { ...RETURNED, effect: 'point_invalid', lasts: FOR_GOOD },
  returned_refused: RETURNED,
  returned_deceased: { ...RETURNED, effect: 'deceased', lasts: FOR_GOOD },
  replied: { outcome: 'replied', attempt: true, rightParty: true, unread: true },
  replied_stop: { outcome: 'replied', attempt: true, rightParty: true, effect: 'optout', lasts: FOR_GOOD },
  complained: {
    outcome: 'delivered',
    attempt: true,
    rightParty: false,
    effect: 'optout',
    lasts: FOR_GOOD,
    byProvider: 'arrived',
  },
} as const satisfies Record<string, DispositionMeaning>

export type Disposition = keyof typeof DISPOSITION
export const DISPOSITIONS = Object.keys(DISPOSITION) as [Disposition, ...Disposition[]]

export function meaningOf(disposition: Disposition): DispositionMeaning {
  return DISPOSITION[disposition]
}

/** What whoever calls or goes there may tell of an attempt. */
export function dispositionsAt(kind: PointKind): readonly Disposition[] {
  return DISPOSITIONS.filter((one) => meaningOf(one).saidAt?.includes(kind))
}

/** What is told there where nobody says more than that nobody was there. */
export function nobodyAt(kind: PointKind): Disposition {
  return theOne(`${kind} without anybody there`, (one) => {
    const { saidAt, nobodyThere } = meaningOf(one)
    return nobodyThere === true && saidAt?.includes(kind) === true
  })
}

export type ByProvider = NonNullable<DispositionMeaning['byProvider']>
type OfProvider = {
  [D in Disposition]: (typeof DISPOSITION)[D] extends { byProvider: ByProvider } ? D : never
}[Disposition]

/** What a provider may say of a message that it took. */
export const RECEIPTS = DISPOSITIONS.filter(isOfProvider) as [OfProvider, ...OfProvider[]]

/** What a provider may say of a message to points of these kinds. */
export function receiptsTo(kinds: readonly PointKind[]): [OfProvider, ...OfProvider[]] {
  const isOfThem = (one: Disposition): boolean => {
    const { sentTo } = meaningOf(one)
    return !sentTo || sentTo.some((kind) => kinds.includes(kind))
  }
  return RECEIPTS.filter(isOfThem) as [OfProvider, ...OfProvider[]]
}

/** How a provider says it. */
export function saidByProvider(what: ByProvider): OfProvider {
  return theOne(what, (one) => meaningOf(one).byProvider === what) as OfProvider
}

/** A message of the debtor that nobody has read yet. */
export const UNREAD_MESSAGE = theOne('unread', (one) => meaningOf(one).unread === true)

/** A message of the debtor that asks to be left alone. */
export const OPT_OUT_MESSAGE = theOne('an opt-out', (one) => meaningOf(one).effect === 'optout')

function isOfProvider(disposition: Disposition): disposition is OfProvider {
  return meaningOf(disposition).byProvider !== undefined
}

/** The first, as the table has them. */
function theOne(what: string, is: (disposition: Disposition) => boolean): Disposition {
  const found = DISPOSITIONS.find(is)
  if (found === undefined) throw new Error(`no disposition says ${what}`)
  return found
}
