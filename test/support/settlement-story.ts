import type { ReplayEngine } from '../../src/shell/replay/engine.ts'
import { memoryEngine } from './story-engine.ts'

/** What the stories' strategy says of settlements. */
export const SETTLEMENTS = `settlements:
  alone: { discount: 0.2 }
  most: { discount: 0.5 }
  longest: { days: 30 }
  fromDpd: 1
  grace: { days: 1 }
  onBounce: lost
`

/** The stories' ladder with a section of settlements. */
export function settlementEngine(settlements = SETTLEMENTS): Promise<ReplayEngine> {
  return memoryEngine({ from: '2026-02-01', edit: (file) => `${settlements}${file}` })
}

export function offers(
  account: string,
  settlement: string,
  at: string,
  more: { until: string } & Record<string, unknown>,
): Record<string, unknown> {
  return { type: 'settlement.offered', account, settlement, at, by: 'anna', ...more }
}

/** A word of the debtor's, of the lender's or of a second person's on a settlement. */
export function word(
  of: 'accepted' | 'declined' | 'withdrawn' | 'approved' | 'rejected',
  account: string,
  settlement: string,
  at: string,
  by?: string,
): Record<string, unknown> {
  return { type: `settlement.${of}`, account, settlement, at, ...(by && { by }) }
}
