import { RISK_BANDS, type RiskBand, type Stage, type Step } from '../model/strategy.ts'

/** A first day for each risk band; a band that is not there never comes. */
export type DaysByBand = Partial<Record<RiskBand, number>>

/** The stage's first day past due for a risk band; null = never. */
export function firstDpd({ from }: Stage, band: RiskBand): number | null {
  if (!isForBand(from.risk, band)) return null
  return from.byRisk?.[band] ?? from.dpd ?? null
}

/** A list of bands that is not there means all of them. */
export function isForBand(risk: readonly RiskBand[] | undefined, band: RiskBand): boolean {
  return risk === undefined || risk.includes(band)
}

export function daysByBand(stage: Stage): DaysByBand {
  const days: DaysByBand = {}
  for (const band of RISK_BANDS) {
    const first = firstDpd(stage, band)
    if (first !== null) days[band] = first
  }
  return days
}

/** Days past due of the stage's mandatory steps, for bands for which the stage comes at all; null = it has none. */
export function mandatoryDays(stage: Stage): Record<RiskBand, number[]> | null {
  const days = stage.steps.flatMap(({ mandatory, dpd }) => (mandatory && dpd !== undefined ? [dpd] : []))
  const of = (band: RiskBand) => (firstDpd(stage, band) === null ? [] : days)
  return days.length === 0 ? null : { low: of('low'), medium: of('medium'), high: of('high') }
}

/** Whether the file says on which day the step is due; one that it does not say it of is due when something asks for it. */
export function hasDay({
  dpd,
  after,
}: Pick<Step, 'channel'> & Partial<Pick<Step, 'dpd' | 'after'>>): boolean {
  return dpd !== undefined || after !== undefined
}
