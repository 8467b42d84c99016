import { RISK_BANDS, type RiskBand, type Strategy } from '../../model/strategy.ts'
import { rehearse, type RehearsedStep } from './rehearse.ts'

/** Days past due at which a strategist sees what an account that comes late lives through. */
const ENTRIES = [5, 35, 65, 120] as const
const LONGEST = 400

export interface EntryDays {
  strategy: string
  /** Days past due on the day on which the account first comes. */
  entry: number
  /** Risk bands that live through the same. */
  bands: RiskBand[]
  steps: Pick<RehearsedStep, 'step' | 'dpd'>[]
}

/** What the law would always permit, and nobody answers. */
export function entryDays(strategy: Strategy): EntryDays[] {
  return ENTRIES.flatMap((entry) => {
    const found: EntryDays[] = []
    for (const band of RISK_BANDS) {
      const steps = rehearse({ strategy, band, entry, days: LONGEST }).map(({ step, dpd }) => ({ step, dpd }))
      const same = found.find((one) => JSON.stringify(one.steps) === JSON.stringify(steps))
      if (same) same.bands.push(band)
      else found.push({ strategy: strategy.strategy, entry, bands: [band], steps })
    }
    return found
  })
}

/** `cn-consumer at 5 (low): friendly 5, call 10 12 14, notice 17`: the numbers are days past due. */
export function entryLine({ strategy, entry, bands, steps }: EntryDays): string {
  const days = new Map<string, number[]>()
  for (const { step, dpd } of steps) days.set(step, [...(days.get(step) ?? []), dpd])
  const told = [...days].map(([step, on]) => `${step} ${on.join(' ')}`).join(', ')
  const whom = bands.length === RISK_BANDS.length ? '' : ` (${bands.join(', ')})`
  return `${strategy} at ${entry}${whom}: ${told}`
}
