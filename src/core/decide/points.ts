import type { Step } from '../config/strategy.ts'
import type { CaseView } from './case-view.ts'
import type { PointFile } from './dossier.ts'

export const POINT_KIND = { sms: 'phone', call: 'phone', visit: 'address', human: null } as const

/** The debtor's valid numbers or addresses of the channel's kind, which the ledger has not replaced; what it named last comes first. */
export function validPoints(points: readonly PointFile[], channel: Step['channel']): PointFile[] {
  return points
    .filter(
      (point) =>
        point.kind === POINT_KIND[channel] &&
        isUsed(point) &&
        (channel !== 'sms' || point.line !== 'landline'),
    )
    .sort((a, b) => (b.namedAt ?? 0) - (a.namedAt ?? 0))
}

export function isUsed({ valid, former, role }: PointFile): boolean {
  return valid && former !== true && role === 'debtor'
}

/** Those at which the step was not tried in this episode. */
export function untriedPoints({ points, rows }: Pick<CaseView, 'points' | 'rows'>, step: Step): PointFile[] {
  const tried = new Set(rows.of(step.step).made.map(({ point }) => point))
  return validPoints(points, step.channel).filter(({ id }) => !tried.has(id))
}
