import type { Problem } from '../base/problem.ts'
import { checkOpening } from './check-opening.ts'
import { checkPacks } from './check-packs.ts'
import { checkCreditors } from './check-stated.ts'
import { checkStages } from './check-stages.ts'
import { checkSteps } from './check-steps.ts'
import { checkStrategies } from './check-strategies.ts'
import { checkTemplates } from './check-templates.ts'
import { checkTicks } from './check-ticks.ts'
import { checkWording } from './check-wording.ts'
import type { ScheduleParts } from './placed.ts'

/** What no single file can show: gaps, overlaps, cycles, and names that lead nowhere. Every problem at once; the caller adds the lines. */
export function checkSchedules(parts: ScheduleParts): Problem[] {
  return [
    ...checkStrategies(parts),
    ...parts.strategies.flatMap((strategy) => [
      ...checkStages(strategy),
      ...checkSteps(strategy, parts),
      ...checkOpening(strategy),
    ]),
    ...checkTemplates(parts),
    ...checkWording(parts),
    ...checkPacks(parts),
    ...checkTicks(parts),
    ...checkCreditors(parts),
  ]
}
