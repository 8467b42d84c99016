import type { Currency, Minor } from '../base/money.ts'
import type { RiskBand } from '../model/strategy.ts'

/** What a review tells the machine: numbers and words of the ledger, never answers. The machine's guards alone compare them. */
export interface Situation {
  /** Days past due as the file's ladder reads them. */
  ladderDay: number
  band: RiskBand
  pastDue: Minor
  /** What would be past due too, but is disputed or held by itself; absent = nothing. */
  resting?: Minor
  currency: Currency
  /** The word with which collection of the account ended; null = it goes on. */
  ended: string | null
  /** Holds and disputes that are open, and wishes not to be contacted. */
  holds: { hold: number; cease: number }
  /** How much law is missing where the debtor lives: 0 or 1. */
  lawGaps: number
  promises: {
    open: number
    /** Those that ran out last, and were not kept. */
    broken: number
  }
  plans: {
    /** Those for which the ladder rests. */
    open: number
    /** Those that stand, and of which a rate is missed. */
    missed: number
    /** Those that ended last, and were broken. */
    broken: number
  }
  /** The position of the last stage that the opening of the episode leaves open. */
  ceiling: number
  /** The number of steps of the stage that are not over, whose day has come and that come before any later stage. */
  duties(stage: string): number
  /** How often the step was done or waived in this episode. */
  over(step: string): number
  /** How often steps of the channel were done in this episode. */
  attempts(channel: string): number
  /** The number of steps of the channel that a human waived. */
  waived(channel: string): number
}
