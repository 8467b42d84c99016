import { type RiskBand, RISK_BANDS, type Strategy } from '../model/strategy.ts'

/** [a, b), the last closed; no score counts as the strategy says. */
export function riskBand({ risk }: Strategy, score: number | null): RiskBand {
  if (score === null) return risk.unknown
  const last = Math.max(...RISK_BANDS.map((band) => risk[band][1]))
  const found = RISK_BANDS.find((band) => {
    const [from, to] = risk[band]
    return score >= from && (score < to || (score === last && to === last && from < to))
  })
  return found ?? risk.unknown
}
