import { ENGINE_WORD, isEngineWord } from '../../../core/model/task-word.ts'
import type { NewHumanTask } from '../../../core/model/decision.ts'
import type { World } from './world.ts'
import { taskTraits } from '../../../core/model/human-task.ts'

/** What is asked already, and not answered, is not asked twice: see the index human_task_once. */
export function askHuman(world: World, task: NewHumanTask): void {
  if (taskTraits(task.kind).ofGap && world.humanTasks.some((one) => isSameGap(one, task))) return
  const open = world.humanTasks.some(
    (one) =>
      one.resolvedAt === null &&
      one.person === task.person &&
      one.kind === task.kind &&
      one.account === task.account &&
      one.case === task.case &&
      (one.rule ?? one.step ?? one.reason) === (task.rule ?? task.step ?? task.reason) &&
      one.episode === task.episode,
  )
  if (!open) world.humanTasks.push({ ...task, createdAt: world.now, resolvedAt: null })
}

/** Gaps are compared over the whole book; one that was closed and is back is another one. */
function isSameGap({ kind, rule, resolution }: World['humanTasks'][number], task: NewHumanTask): boolean {
  const isClosed = resolution !== undefined && isEngineWord(resolution) && ENGINE_WORD[resolution].answers
  return kind === task.kind && rule === task.rule && !isClosed
}
