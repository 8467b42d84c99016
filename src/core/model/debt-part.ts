/** What a debt is made of; all but the principal is shown apart. */
export const DEBT_PARTS = ['principal', 'interest', 'fee', 'cost'] as const
export type DebtPart = (typeof DEBT_PARTS)[number]

/** Parts of what is past due, and what is left out of it, of an account that has any. */
export interface Apart {
  /** Past due, but disputed or held by itself: left out of all other figures but the balance. */
  disputed: number
  interest: number
  /** Fees and costs. */
  fees: number
}
