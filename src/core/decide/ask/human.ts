import type { NewHumanTask } from '../../model/decision.ts'
import { remembered } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'

interface Once extends Pick<NewHumanTask, 'kind' | 'reason' | 'role'> {
  /** What is asked once per episode. */
  once: string
  step: string
  /** What was asked before is forgotten: it is asked once more. */
  anew?: boolean
}

export function askOnce(view: CaseView, { once, anew, ...asked }: Once): Decided[] {
  const forgotten = anew ? [remembered(view, { is: 'ask_forgotten', once })] : []
  if (isShadow(view) || (!anew && view.memory.tasks?.[once] !== undefined)) return forgotten
  return [
    ...forgotten,
    remembered(view, { is: 'asked', once, on: view.today }),
    ...askAbout(view, { ...asked, due: view.now }),
  ]
}

type AboutStep = Pick<NewHumanTask, 'kind' | 'reason' | 'role' | 'due' | 'step'>

/** Something about a step, in this episode. */
export function askAbout(view: CaseView, asked: AboutStep): Decided[] {
  if (isShadow(view)) return []
  const { person, account, case: theCase, anchor } = view
  const task = { person: person.id, account: account.id, case: theCase.id, episode: anchor, ...asked }
  return [{ is: 'asked', task }]
}

/** A strategy in shadow mode reports; it gives nobody anything to do. */
export function isShadow({ compiled }: Pick<CaseView, 'compiled'>): boolean {
  return compiled.strategy.mode === 'shadow'
}
