import type { Step } from '../config/strategy.ts'
import type { CaseView } from './case-view.ts'
import type { PointFile } from './dossier.ts'

export const POINT_KIND = { sms: 'phone', call: 'phone', visit: 'address', human: null } as const

/** The debtor's valid numbers or addresses of the channel's kind. */
export function validPoints(points: readonly PointFile[], channel: Step['channel']): PointFile[] {
  return points.filter(
    ({ kind, valid, role, line }) =>
      kind === POINT_KIND[channel] &&
      valid &&
      role === 'debtor' &&
      (channel !== 'sms' || line !== 'landline'),
  )
}

/** Those at which the step was not tried in this episode. */
export function untriedPoints({ points, rows }: Pick<CaseView, 'points' | 'rows'>, step: Step): PointFile[] {
  const tried = new Set(rows.of(step.step).made.map(({ point }) => point))
  return validPoints(points, step.channel).filter(({ id }) => !tried.has(id))
}
