import type { Step } from '../config/strategy.ts'
import type { CaseView } from './case-view.ts'
import type { Dossier, PointFile } from './dossier.ts'
import { isStepDone } from './done.ts'

const KIND = { sms: 'phone', call: 'phone', visit: 'address', human: null } as const

/** The debtor's valid numbers or addresses of the channel's kind. */
export function validPoints(points: readonly PointFile[], channel: Step['channel']): PointFile[] {
  return points.filter(
    ({ kind, valid, role, line }) =>
      kind === KIND[channel] && valid && role === 'debtor' && (channel !== 'sms' || line !== 'landline'),
  )
}

/** Whether the debtor has any valid number or address of the channel's kind. */
export function hasPoint({ points }: Pick<Dossier, 'points'>, channel: Step['channel']): boolean {
  return points.some(({ kind, valid, role }) => kind === KIND[channel] && valid && role === 'debtor')
}

/** Where a step is tried next: after a failure, the numbers and addresses that it was not tried at in this episode. */
export function pointsLeft(view: CaseView, step: Step): PointFile[] {
  const points = validPoints(view.points, step.channel)
  if (!isNeeded(view, step) || step.every || isStepDone(view, step)) return points
  const tried = new Set(view.rows.of(step.step).made.map(({ point }) => point))
  return points.filter(({ id }) => !tried.has(id))
}

/** Later stages wait for it. */
export function isNeeded({ compiled }: CaseView, step: Step): boolean {
  return step.mandatory === true || compiled.required.has(step.step)
}
