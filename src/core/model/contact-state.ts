interface ContactStateTraits {
  /** `waiting` to be redeemed; `in_hand` = somebody makes it, or nobody knows what became of it; `made`; `unmade` = it ended and nothing was sent under it. */
  is: 'waiting' | 'in_hand' | 'made' | 'unmade'
  /** It may be taken from there: by the queue, by whoever redeems it. */
  next?: 'queue' | 'redeem'
  /** Nobody knows whether it was made. */
  lost?: true
  /** How far a message got, of those that left. */
  reached?: 1 | 2 | 3
  /** It did not come back. */
  arrived?: true
  /** The law or the clock was against it: whoever decides next is told. */
  refused?: 'by_law' | 'too_late'
  /** How the log of decisions calls it that a redeem brought it there. */
  told?: 'warned' | 'waiting' | 'cancelled' | 'refused'
}

/** The states of a contact, in the order of its life: one entry per state. Whoever moves a contact writes the name of its new state; everything else follows from these properties. */
const CONTACT_STATE = {
  planned: { is: 'waiting', next: 'queue', told: 'waiting' },
  queued: { is: 'waiting', next: 'redeem' },
  sending: { is: 'in_hand', told: 'warned' },
  sent: { is: 'made', reached: 1, arrived: true },
  delivered: { is: 'made', reached: 3, arrived: true },
  failed: { is: 'made', reached: 2, told: 'refused' },
  unknown: { is: 'in_hand', lost: true },
  cancelled: { is: 'unmade', told: 'cancelled' },
  expired: { is: 'unmade', refused: 'too_late', told: 'refused' },
  denied: { is: 'unmade', refused: 'by_law', told: 'refused' },
} as const satisfies Record<string, ContactStateTraits>

export type ContactState = keyof typeof CONTACT_STATE
export const CONTACT_STATES = Object.keys(CONTACT_STATE) as [ContactState, ...ContactState[]]

/** States of one property. */
type StateWith<P> = {
  [S in ContactState]: (typeof CONTACT_STATE)[S] extends P ? S : never
}[ContactState]

export function stateTraits(state: ContactState): ContactStateTraits {
  return CONTACT_STATE[state]
}

export type RefusedState = StateWith<{ refused: string }>
export type UnmadeState = StateWith<{ is: 'unmade' }>

export function isWaiting(state: ContactState): boolean {
  return stateTraits(state).is === 'waiting'
}

/** Whether the contact is being made, or nobody knows what became of it. */
export function isInHand(state: ContactState): boolean {
  return stateTraits(state).is === 'in_hand'
}

/** It may still be made, or may have been. */
export function isOpen(state: ContactState): boolean {
  return isWaiting(state) || isInHand(state)
}

export function isMade(state: ContactState): boolean {
  return stateTraits(state).is === 'made'
}

/** It left, and did not come back. */
export function hasLeft(state: ContactState): boolean {
  return stateTraits(state).arrived === true
}

/** It is known that it arrived: nothing that comes later says more. */
export function isArrivalKnown(state: ContactState): boolean {
  return stateTraits(state).reached === 3
}

/** It left, and came back, or nobody was there to take it. */
export function isSentBack(state: ContactState): boolean {
  return isMade(state) && !hasLeft(state)
}

/** Nothing was sent under it, and nothing will be. */
export function isUnmade(state: ContactState): boolean {
  return stateTraits(state).is === 'unmade'
}

export function isRefused(state: ContactState): state is RefusedState {
  return stateTraits(state).refused !== undefined
}

/** The law was against it. */
export function isDenied(state: ContactState): boolean {
  return stateTraits(state).refused === 'by_law'
}

/** Its time had passed. */
export function isTooLate(state: ContactState): boolean {
  return stateTraits(state).refused === 'too_late'
}

/** It waits, and nobody has called for it yet. */
export function isPlanned(state: ContactState): boolean {
  return stateTraits(state).next === 'queue'
}

/** How the log of decisions tells that a redeem brought it there. */
export function toldAs(state: ContactState): NonNullable<ContactStateTraits['told']> {
  return stateTraits(state).told ?? 'refused'
}

/** What others made is recorded so. */
export const MADE_ELSEWHERE: ContactState = 'sent'

/** Nobody knows whether it was made. */
export function isLost(state: ContactState): boolean {
  return stateTraits(state).lost === true
}

/** Whether somebody has it just now. */
export function isSending(state: ContactState): boolean {
  return isInHand(state) && !isLost(state)
}

function isHanded(state: ContactState): boolean {
  return isOpen(state) && !isPlanned(state)
}

/** What queries ask for. */
export const STATES = {
  waiting: CONTACT_STATES.filter(isWaiting),
  inHand: CONTACT_STATES.filter(isInHand),
  open: CONTACT_STATES.filter(isOpen),
  /** The open ones, less those of unknown fate. */
  onTheWay: CONTACT_STATES.filter((state) => isOpen(state) && !isLost(state)),
  sending: CONTACT_STATES.filter(isSending),
  lost: CONTACT_STATES.filter(isLost),
  made: CONTACT_STATES.filter(isMade),
  /** It left, and did not come back. */
  arrived: CONTACT_STATES.filter(hasLeft),
  /** It left, and came back, or nobody was there to take it. */
  sentBack: CONTACT_STATES.filter(isSentBack),
  /** Nothing is known of it but that it left. */
  unconfirmed: CONTACT_STATES.filter((state) => stateTraits(state).reached === 1),
  /** The open ones that are out of the hands of whoever plans: on the queue, in hand, lost. */
  handed: CONTACT_STATES.filter(isHanded),
  /** The same, but for what nobody knows about. */
  inWork: CONTACT_STATES.filter((state) => isHanded(state) && !isLost(state)),
  /** Those that were made, or perhaps were. */
  left: CONTACT_STATES.filter((state) => isMade(state) || isLost(state)),
  /** Those that were taken out of the queue to be made, whatever came of it. */
  taken: CONTACT_STATES.filter((state) => isMade(state) || isInHand(state)),
  unmade: CONTACT_STATES.filter(isUnmade),
  refused: CONTACT_STATES.filter(isRefused),
  /** Those that we ended, and not the law or the clock. */
  takenBack: CONTACT_STATES.filter((state) => isUnmade(state) && !isRefused(state)),
  toQueue: CONTACT_STATES.filter(isPlanned),
  toRedeem: CONTACT_STATES.filter((state) => stateTraits(state).next === 'redeem'),
} as const
