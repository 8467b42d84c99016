/** What the dialer writes down of its contacts, and all that the oracle reads. */

export interface Attempt {
  at: number
  minutes: number
  person: number
  account: number
  /** The number or address, whoever has it. */
  number: number
  household: number | null
  channel: string
  place: string
  role: string
  creditor: string
  collector: string
}

export interface Made extends Attempt {
  id: number
  direction: 'out' | 'in'
  /** What was learnt of it, and when; nothing yet = it may have got through. */
  told: { at: number; outcome: string }[]
}

export type Event =
  | { event: 'optout'; at: number; number: number; channel: string | null }
  | { event: 'dispute' | 'dispute_over'; at: number; account: number }
  /** The promise is kept until the end of that local day. */
  | { event: 'promise'; at: number; byDay: string; account: number }
  | { event: 'evidence'; at: number; person: number; key: string }
  /** The debtor closed these hours: of one weekday (1 = Monday). */
  | { event: 'closed'; at: number; person: number; weekday: number; from: string; until: string }

/** What the law reads beside contacts. */
export interface Known {
  /** The zones in which the debtor may be. */
  zones: readonly string[]
  dueOn: string
  events: readonly Event[]
}
