import { isContactChannel, kindOf, reaches } from '../../channel/channel.ts'
import type { Step } from '../../model/strategy.ts'
import type { CaseView } from '../case/view.ts'
import type { DossierPoint } from '../../model/dossier.ts'

/** The debtor's valid numbers or addresses that the channel reaches, which the ledger has not replaced; those of the kind at which the channel arrives first come first, and of them what it named last. */
export function validPoints(points: readonly DossierPoint[], channel: Step['channel']): DossierPoint[] {
  if (!isContactChannel(channel)) return []
  const kinds: readonly string[] = kindOf(channel).points
  return points
    .filter((point) => isUsed(point) && reaches(channel, point))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (b.namedAt ?? 0) - (a.namedAt ?? 0))
}

export function isUsed({ valid, former, role }: DossierPoint): boolean {
  return valid && former !== true && role === 'debtor'
}

/** The numbers and addresses at which the step was not tried in this episode. */
export function untriedPoints(
  { points, rows }: Pick<CaseView, 'points' | 'rows'>,
  step: Step,
): DossierPoint[] {
  const tried = new Set(rows.of(step.step).made.map(({ point }) => point))
  return validPoints(points, step.channel).filter(({ id }) => !tried.has(id))
}
