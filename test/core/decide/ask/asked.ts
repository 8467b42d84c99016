import type { CaseId } from '../../../../src/core/base/id.ts'
import type { DossierTask } from '../../../../src/core/model/dossier.ts'
import type { Decided } from '../../../../src/core/decide/decided.ts'
import { at } from '../build.ts'

/** A supervisor is asked about the mandatory step, and has not answered. */
export function askedOf(more: Partial<DossierTask> = {}): DossierTask {
  return {
    task: 1,
    kind: 'step_failed',
    case: 1 as CaseId,
    account: null,
    rule: null,
    step: 'must',
    episode: '2026-03-01',
    role: 'supervisor',
    due: at('2026-03-10'),
    answer: null,
    answeredAt: null,
    ...more,
  }
}

/** `step_failed must of supervisor`, `1 is obsolete`, `look 03-11T12:00` */
export function toldOf(decided: readonly Decided[]): string[] {
  return decided.flatMap((one) => {
    switch (one.is) {
      case 'asked':
      case 'asked_by_law':
        return [`${one.task.kind} ${one.task.step ?? one.task.rule} of ${one.task.role}`]
      case 'answered':
        return [`${one.task} is ${one.resolution}`]
      case 'next_review':
        return [`look ${new Date(one.at).toISOString().slice(5, 16)}`]
      default:
        return []
    }
  })
}
