import { RISK_BANDS, type Strategy } from '../../../src/core/model/strategy.ts'
import { minor, type Numbers } from './oracle.ts'

/** Numbers at the file's own thresholds, just below and just above them: most are such that nothing keeps the case from its stages, so that each of the others decides by itself. */
export function edgeNumbers(strategy: Strategy, dice: (below: number) => number): Numbers {
  const pick = <T>(values: readonly T[], otherwise: T): T => values[dice(values.length)] ?? otherwise
  const rests = dice(3) === 0
  const rarely = (most: number) => (rests && dice(3) === 0 ? 1 + dice(most) : 0)
  const off = () => dice(4) === 0
  const currency = pick(['USD', 'USD', 'JPY'] as const, 'USD')
  const last = strategy.stages.length - 1
  const steps = strategy.stages.flatMap(({ requires }) => requires?.step ?? [])
  const counts = strategy.stages.flatMap(({ requires }) => Object.entries(requires?.attempts ?? {}))
  return {
    day: off() ? pick(daysNamed(strategy), 0) - 1 + dice(3) : 400,
    band: pick(RISK_BANDS, 'low'),
    pastDue: dice(2) === 0 ? pick(amountsNamed(strategy, currency), 0) - 1 + dice(3) : 1e9,
    currency,
    ended: rarely(1) ? pick(['settled', 'charged_off', 'placed', 'sold', 'closed'], 'closed') : null,
    hold: rarely(2),
    cease: rarely(2),
    lawGaps: rarely(1),
    open: rarely(3),
    broken: dice(2),
    plans: dice(4) === 0 ? 1 : 0,
    planMissed: dice(2),
    planBroken: dice(2),
    ceiling: off() ? dice(last + 1) : last,
    duties: Object.fromEntries(strategy.stages.map(({ stage }) => [stage, off() ? 1 + dice(2) : 0])),
    over: Object.fromEntries(steps.map((step) => [step, off() ? 0 : 1 + dice(2)])),
    attempts: Object.fromEntries(counts.map(([channel, count]) => [channel, count - 1 + dice(3)])),
    waived: Object.fromEntries(counts.map(([channel]) => [channel, off() ? 1 : 0])),
  }
}

function daysNamed({ stages }: Strategy): number[] {
  return RISK_BANDS.flatMap((band) => stages.flatMap(({ from }) => from.byRisk?.[band] ?? from.dpd ?? []))
}

/** Those of stages more often than the one at which a case is cured. */
function amountsNamed({ open, stages }: Strategy, currency: Numbers['currency']): number[] {
  const amounts = stages.flatMap(({ from }) => from.pastDue ?? [])
  return [open.pastDue, ...amounts, ...amounts, ...amounts].map((amount) => minor(amount, { currency }))
}

/** A whole number below the given one, from a linear congruential generator (Numerical Recipes). */
export function diceOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
