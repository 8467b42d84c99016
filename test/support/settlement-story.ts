import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayConfig, ReplayEngine } from '../../src/shell/replay/engine.ts'
import { storySchedules } from './story-engine.ts'
import { servedEngine } from './served-engine.ts'

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
export function settlementSchedules(settlements = SETTLEMENTS): ReplayConfig {
  return storySchedules((file) => `${settlements}${file}`)
}

export function settlementEngine(settlements = SETTLEMENTS): Promise<ReplayEngine> {
  return coreEngine(settlementSchedules(settlements), { from: Date.parse('2026-02-01T00:00:00Z') })
}

/** The same, with a reminder of the money and a call once it did not come. */
const REMINDING = `${SETTLEMENTS}  mostRates: 3
  remind: { days: 1, at: "10:00", channel: sms, template: friendly }
  onLapsed: lapsed-call
`

function remindingSchedules() {
  const warning = '      - { step: warning,'
  const call = '      - { step: lapsed-call, channel: call, script: call-script, at: "15:00" }\n'
  return storySchedules((file) => `${REMINDING}${file.replace(warning, `${call}${warning}`)}`)
}

const from = Date.parse('2026-02-01T00:00:00Z')

/** The stories' ladder with settlements of which debtors are reminded, on both kinds of engine. */
export const REMINDING_ENGINES: readonly [string, () => Promise<ReplayEngine>][] = [
  ['in memory', () => coreEngine(remindingSchedules(), { from })],
  ['on real servers', () => servedEngine(remindingSchedules(), from)],
]

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
