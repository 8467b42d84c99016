import { RISK_BANDS, type RiskBand, type Step, STOPPERS } from '../../../src/core/model/strategy.ts'
import type { StepState, StepSituation } from '../../../src/core/machine/step-situation.ts'
import { minor } from './oracle.ts'

/** The numbers of a step as plain data. */
export interface StepFigures {
  band: RiskBand
  pastDue: number
  currency: 'USD' | 'JPY'
  words: number
  taken: number
  retries: number
  underWay: number
  barred: number
  overtaken: number
  stops: Record<string, number>
  passed: number
}

export function stepSituationFrom(n: StepFigures): StepSituation {
  return {
    band: n.band,
    pastDue: n.pastDue,
    currency: n.currency,
    overByWord: () => n.words,
    taken: () => n.taken,
    retries: () => n.retries,
    underWay: () => n.underWay,
    barred: () => n.barred,
    overtaken: () => n.overtaken,
    stops: (word) => n.stops[word] ?? 0,
    passed: () => n.passed,
  }
}

/** The state of a step, worked out from the file by itself. */
export function standing(step: Step, n: StepFigures): StepState {
  const owed = step.pastDue === undefined || n.pastDue >= minor(step.pastDue, n)
  if (!owed || (step.risk && !step.risk.some((band) => band === n.band))) return 'not_for_this_case'
  const elsewhere = step.max === undefined && step.channel !== 'human' ? n.retries : 0
  if (n.words > 0 || (n.taken > (step.max ?? 1) - 1 && elsewhere === 0)) return 'taken'
  if (n.underWay > 0) return 'blocked'
  if (n.barred > 0) return 'not_yet'
  if (n.overtaken > 0) return 'dropped'
  if (Object.entries(n.stops).some(([word, times]) => times > 0 && step.until?.some((one) => one === word)))
    return 'stopped'
  return n.passed > 0 ? 'passed' : 'due'
}

/** Numbers at the step's own thresholds, just below and just above them. */
export function edgeFigures(step: Step, dice: (below: number) => number): StepFigures {
  const rarely = () => (dice(4) === 0 ? 1 + dice(2) : 0)
  const currency = (['USD', 'JPY'] as const)[dice(2)] ?? 'USD'
  return {
    band: RISK_BANDS[dice(3)] ?? 'low',
    pastDue: minor(step.pastDue ?? '1.00', { currency }) - 1 + dice(3),
    currency,
    words: rarely(),
    taken: (step.max ?? 1) - 1 + dice(3),
    retries: dice(3),
    underWay: rarely(),
    barred: rarely(),
    overtaken: rarely(),
    stops: Object.fromEntries(STOPPERS.map((word) => [word, rarely()])),
    passed: rarely(),
  }
}
