import type { NewHumanTask } from '../../core/decide/output.ts'
import type { World } from './world.ts'

/** What is asked already, and not answered, is not asked twice: see the index human_task_once. */
export function askHuman(world: World, task: NewHumanTask): void {
  if (task.gap !== undefined && world.humanTasks.some(({ gap }) => gap === task.gap)) return
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
