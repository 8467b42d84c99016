import {
  DAY_MS,
  type Day,
  type Instant,
  instantAt,
  isoOf,
  MINUTE,
  type Zone,
} from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import { BACK_DATED, HAZARD, NOTICE_LAG, QUANTUM_MINUTES } from './assumptions.ts'
import type { Dice } from './dice.ts'

const QUANTUM = QUANTUM_MINUTES * MINUTE

/** The number of days past due on which an obligation is paid in full, or null if not within `within` days; riskier debtors pay later. */
export function cureDpd(dice: Dice, score: number, from: number, within: number): number | null {
  const pace = 1.35 - score
  for (let dpd = from; dpd <= within; dpd++) {
    const hazard = HAZARD.find((band) => dpd <= band.to)?.perDay ?? 0
    if (dice.chance(Math.min(0.95, hazard * pace))) return dpd
  }
  return null
}

/** A moment of a day between 8 in the morning and 10 at night, where the debtor lives. */
export function momentOn(dice: Dice, day: Day, zone: Zone): Instant {
  return quantise(instantAt(zone, day, '08:00') + dice.between(0, 28) * 30 * MINUTE)
}

export interface Dated {
  at: string
  recorded?: string
}

/** The delay until the engine hears of it: mostly less than an hour, seldom days. */
export function heardLater(dice: Dice, at: Instant): Dated {
  const days = dice.chance(BACK_DATED) ? dice.between(1, 5) : dice.chance(NOTICE_LAG.overADay) ? 1 : 0
  const lag = days * DAY_MS + dice.exponential(NOTICE_LAG.meanMinutes) * MINUTE
  const recorded = quantise(at + lag)
  return recorded === at ? { at: isoOf(at) } : { at: isoOf(at), recorded: isoOf(recorded) }
}

export function quantise(at: Instant): Instant {
  return Math.ceil(at / QUANTUM) * QUANTUM
}

/** The instant at which the engine learns of a fact. */
export function recordedAt(fact: FactInput): Instant {
  return Date.parse(fact.recorded ?? fact.at)
}
