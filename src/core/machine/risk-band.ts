import { type RiskBand, RISK_BANDS, type Strategy } from '../model/strategy.ts'

/** [a, b), the last closed; no score counts as the strategy says. Promises that were not kept raise it. */
export function riskBand({ risk }: Strategy, score: number | null, broken = 0): RiskBand {
  const own = bandOf(risk, score)
  const least = risk.broken && broken >= risk.broken.after ? risk.broken.band : own
  return RISK_BANDS.indexOf(least) > RISK_BANDS.indexOf(own) ? least : own
}

function bandOf(risk: Strategy['risk'], score: number | null): RiskBand {
  if (score === null) return risk.unknown
  const last = Math.max(...RISK_BANDS.map((band) => risk[band][1]))
  const found = RISK_BANDS.find((band) => {
    const [from, to] = risk[band]
    return score >= from && (score < to || (score === last && to === last && from < to))
  })
  return found ?? risk.unknown
}
