import { isOfStep } from '../../model/human-task.ts'
import { effectOf, isEngineWord, isTaskAnswer, ONCE_FREE, type TaskAnswer } from '../../model/task-word.ts'
import { DAY_MS } from '../../base/time.ts'
import type { Step } from '../../model/strategy.ts'
import { isContact } from '../ladder/file-day.ts'
import type { CaseView } from '../case/view.ts'
import { isDone } from './attempt.ts'
import type { DossierTask } from '../../model/dossier.ts'

/** What was asked about a needed step is overdue that long after it was due. */
export const OVERDUE_AFTER = DAY_MS

/** How often the step was done in this episode; a human who says that it was done counts as once more. In shadow mode, the days count on which it would have been. */
export function timesDone(view: CaseView, step: Step): number {
  if (view.compiled.strategy.mode === 'shadow') return shadowDays(view, step.step).length
  const said = effectOf(saidOf(view, step.step)).step === 'made' ? 1 : 0
  if (!isContact(step)) return said
  return said + view.rows.of(step.step).made.filter((contact) => isDone(contact, step.doneBy)).length
}

export function isStepDone(view: CaseView, step: Step): boolean {
  return timesDone(view, step) > 0
}

/** Whether the step is done, or waived by a human for this episode: nothing waits for it any more. */
export function isStepOver(view: CaseView, step: Step): boolean {
  return isStepDone(view, step) || isWaived(view, step.step)
}

/** A human said that nothing waits for the step. */
export function isWaived(view: CaseView, step: string): boolean {
  return effectOf(saidOf(view, step)).step === 'not_needed'
}

/** How often the steps of the channel were done, all of them together. */
export function timesDoneOn(view: CaseView, channel: string): number {
  return stepsOn(view, channel).reduce((sum, step) => sum + timesDone(view, step), 0)
}

/** Days that have come on which a strategy in shadow mode would have taken the step. */
export function shadowDays(view: CaseView, step: string): string[] {
  return (view.memory.shadow?.[step] ?? []).filter((day) => day <= view.today)
}

/** What a human was asked about the step in this episode and has to answer, or answered last; null = nothing, or it was closed unanswered. */
export function lastAsked(view: CaseView, step: string): DossierTask | null {
  const asked = asksOf(view, step)
  const answered = asked.filter(
    ({ answer, answeredAt }) => answeredAt !== null && !isEngineWord(answer ?? ''),
  )
  const open = asked.find(({ answeredAt }) => answeredAt === null)
  return answered.sort(byAnswer).at(-1) ?? open ?? null
}

/** What humans have yet to answer about the step, in the order in which it was asked. */
export function openAsks(view: CaseView, step: string): DossierTask[] {
  return asksOf(view, step)
    .filter(({ answeredAt }) => answeredAt === null)
    .sort((a, b) => a.task - b.task)
}

/** The last word of a human about the step; a free one, from before the words were closed, meant that it was done. */
export function saidOf(view: CaseView, step: string): TaskAnswer | null {
  const answer = lastAsked(view, step)?.answer ?? null
  return answer === null || isTaskAnswer(answer) ? answer : ONCE_FREE
}

function asksOf(view: CaseView, step: string): DossierTask[] {
  return view.asked.filter((one) => one.step === step && one.episode === view.anchor && isOfStep(one.kind))
}

export function stepsOn({ compiled }: CaseView, channel: string): Step[] {
  return compiled.stages.flatMap(({ steps }) => steps).filter((step) => step.channel === channel)
}

function byAnswer(a: DossierTask, b: DossierTask): number {
  return (a.answeredAt ?? 0) - (b.answeredAt ?? 0) || a.task - b.task
}
