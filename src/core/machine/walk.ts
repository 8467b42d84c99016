import { RISK_BANDS, type Strategy } from '../model/strategy.ts'
import type { CaseState, Lifecycle } from '../model/lifecycle.ts'
import type { Situation } from './situation.ts'
import { firstDpd } from './stage-days.ts'

/** A case that owes more than any file asks for, in a stage that nothing keeps it from. */
const CALM: Situation = {
  ladderDay: 0,
  band: 'medium',
  pastDue: Number.MAX_SAFE_INTEGER,
  currency: 'XXX',
  ended: null,
  holds: { hold: 0, cease: 0 },
  lawGaps: 0,
  promises: { open: 0, broken: 0 },
  plans: { open: 0, missed: 0, broken: 0 },
  ceiling: 0,
  duties: () => 0,
  over: () => 1,
  attempts: () => Infinity,
  waived: () => 0,
}

const REACHED_BY: [Partial<Situation>, Lifecycle][] = [
  [{}, 'working'],
  [{ ended: 'settled' }, 'settled'],
  [{ ended: 'charged_off' }, 'charged_off'],
  [{ ended: 'sold' }, 'closed'],
  [{ ended: 'placed' }, 'placed'],
  [{ pastDue: 0 }, 'cured'],
  [{ holds: { hold: 1, cease: 0 } }, 'held'],
  [{ lawGaps: 1 }, 'held'],
  [{ holds: { hold: 0, cease: 1 } }, 'no_contact'],
  [{ plans: { open: 1, missed: 0, broken: 0 } }, 'on_plan'],
  [{ promises: { open: 1, broken: 0 } }, 'promised'],
]

interface Walked {
  review: (from: CaseState, situation: Situation) => CaseState
  climb: (situation: Situation) => string | null
}

/** The walk goes to every state and every stage once: what is missing would otherwise be met in the middle of a page. */
export function walk(
  { strategy, stages }: Pick<Strategy, 'strategy' | 'stages'>,
  { review, climb }: Walked,
): void {
  for (const [part, state] of REACHED_BY) {
    const to = review({ state: 'opened', stage: null }, { ...CALM, ...part })
    if (to.state !== state) throw new Error(`${strategy}: a review leads to ${to.state}, not ${state}`)
  }
  for (const [ceiling, stage] of stages.entries()) {
    const band = RISK_BANDS.find((one) => firstDpd(stage, one) !== null)
    if (!band) continue
    const ladderDay = firstDpd(stage, band) ?? 0
    if (climb({ ...CALM, band, ladderDay, ceiling }) !== stage.stage)
      throw new Error(`${strategy}: no way leads to stage ${stage.stage}`)
  }
}
