/** What a gateway may do with one request; `takes` = the message is accepted. */
export const MOODS = {
  accept: { takes: true },
  /** The connection breaks before or after the message was taken. */
  reset: { takes: false },
  accept_reset: { takes: true },
  /** The gateway takes it after the sender has given up waiting. */
  accept_late: { takes: true },
  /** The message is neither taken nor answered. */
  silence: { takes: false },
  error_500: { takes: false },
  accept_500: { takes: true },
  busy_429: { takes: false },
} satisfies Record<string, { takes: boolean }>
export type Mood = keyof typeof MOODS

/** How the gateway behaves from now on: the moods in turn, one for each request. */
export interface Weather {
  moods: Mood[]
  /** Signed callbacks of each message that is taken, the first before its answer. */
  receipts: number
}

export const CALM: Weather = { moods: ['accept'], receipts: 0 }
