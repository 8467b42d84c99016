import { isContactChannel, kindOf } from '../../channel/channel.ts'
import type { Step } from '../../model/strategy.ts'
import type { CaseView } from '../case/view.ts'
import type { Dossier, DossierPoint } from '../../model/dossier.ts'
import { isStepDone } from './done.ts'
import { isOpeningDue } from '../ladder/ladder.ts'
import { isUsed, untriedPoints, validPoints } from './points.ts'

/** Whether the debtor has any valid number or address of the channel's kind, which the ledger has not replaced. */
export function hasPoint({ points }: Pick<Dossier, 'points'>, channel: Step['channel']): boolean {
  if (!isContactChannel(channel)) return false
  const kinds = kindOf(channel).points
  return points.some((point) => kinds.includes(point.kind) && isUsed(point))
}

/** The points at which a step is tried next: after a failure, the numbers and addresses that it was not tried at in this episode. */
export function pointsLeft(view: CaseView, step: Step): DossierPoint[] {
  if (!isNeeded(view, step) || step.every || isStepDone(view, step))
    return validPoints(view.points, step.channel)
  return untriedPoints(view, step)
}

/** What comes later waits for it. */
export function isNeeded(view: CaseView, step: Step): boolean {
  return step.mandatory === true || view.compiled.required.has(step.step) || isOpeningDue(view, step.step)
}
