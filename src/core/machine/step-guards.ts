import type { RiskBand } from '../model/strategy.ts'
import { isForBand } from './stage-days.ts'
import type { StepSituation, Stopper } from './step-situation.ts'

interface Count {
  count: number
}

/** True = as many attempts were taken as the file allows for the step. */
export function allTaken({ max }: { max?: number | undefined }, taken: number): boolean {
  return taken >= (max ?? 1)
}

/** The comparisons that are made of one step. */
export const STEP_GUARDS = {
  riskIn: {
    holds: ({ band }: StepSituation, { bands }: { bands: readonly RiskBand[] }) => isForBand(bands, band),
    words: ({ bands }: { bands: readonly RiskBand[] }) => `risk ${bands.join(' or ')}`,
  },
  takenAtLeast: {
    holds: (step: StepSituation, { count }: Count) => step.taken() >= count,
    words: ({ count }: Count) => `taken ${count} times`,
  },
  overByWord: {
    holds: (step: StepSituation, { count }: Count) => step.overByWord() >= count,
    words: () => 'over by word',
  },
  retries: {
    holds: (step: StepSituation, { count }: Count) => step.retries() >= count,
    words: () => 'another number or address is left',
  },
  underWay: {
    holds: (step: StepSituation, { count }: Count) => step.underWay() >= count,
    words: () => 'on its way',
  },
  barred: {
    holds: (step: StepSituation, { count }: Count) => step.barred() >= count,
    words: () => 'the opening of the episode comes first',
  },
  overtaken: {
    holds: (step: StepSituation, { count }: Count) => step.overtaken() >= count,
    words: () => 'overtaken by a newer step',
  },
  stoppedBy: {
    holds: (step: StepSituation, { words }: { words: readonly Stopper[] }) =>
      words.some((word) => step.stops(word) >= 1),
    words: ({ words }: { words: readonly Stopper[] }) => `stopped: ${words.join(' or ')}`,
  },
  passed: {
    holds: (step: StepSituation, { count }: Count) => step.passed() >= count,
    words: () => 'its day has passed',
  },
} as const
