/** Why nobody may be contacted for a while; a dispute is a hold of its own kind. `by: 'fact'` = hold.placed says it; `by: 'engine'` = the engine's own, which ends as its own rule says. */
export const HOLD_REASON = {
  hardship: { by: 'fact' },
  moratorium: { by: 'fact' },
  bankruptcy: { by: 'fact' },
  deceased: { by: 'fact' },
  attorney: { by: 'fact' },
  fraud: { by: 'fact' },
  vulnerable: { by: 'fact' },
  complaint: { by: 'fact' },
  disaster: { by: 'fact' },
  military: { by: 'fact' },
  other: { by: 'fact' },
  /** A row that names the account or the debtor was refused. */
  data_refused: { by: 'engine' },
  /** The creditor's figures, or the account's alone, are older than is stated. */
  feed_stale: { by: 'engine' },
  /** No pack binds the residence, and no file accepts it. */
  no_law_on_file: { by: 'engine' },
} as const satisfies Record<string, { by: 'fact' | 'engine' }>

export type HoldReason = keyof typeof HOLD_REASON

/** The reasons that a fact may give. */
export type SaidHoldReason = {
  [R in HoldReason]: (typeof HOLD_REASON)[R]['by'] extends 'fact' ? R : never
}[HoldReason]
export const HOLD_REASONS = (Object.keys(HOLD_REASON) as HoldReason[]).filter(
  (reason): reason is SaidHoldReason => HOLD_REASON[reason].by === 'fact',
)
