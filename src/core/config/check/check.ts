import type { Problem } from '../../base/problem.ts'
import { checkLanguages } from './languages.ts'
import { checkProviders } from './providers.ts'
import { checkOpening } from './opening.ts'
import { checkPacks } from './packs.ts'
import { checkCreditors } from './stated.ts'
import { checkStages } from './stages.ts'
import { checkPromises } from './promises.ts'
import { checkSteps } from './steps.ts'
import { checkStrategies } from './strategies.ts'
import { checkTemplates } from './templates.ts'
import { checkTicks } from './ticks.ts'
import { checkWording } from './wording.ts'
import type { ScheduleParts } from '../placed.ts'

/** What no single file can show: gaps, overlaps, cycles, and names that lead nowhere. All problems are reported at once; the caller adds the lines. */
export function checkSchedules(parts: ScheduleParts): Problem[] {
  return [
    ...checkStrategies(parts),
    ...parts.strategies.flatMap((strategy) => [
      ...checkStages(strategy),
      ...checkSteps(strategy, parts),
      ...checkPromises(strategy, parts),
      ...checkOpening(strategy),
    ]),
    ...checkTemplates(parts),
    ...checkLanguages(parts),
    ...checkWording(parts),
    ...checkPacks(parts),
    ...checkTicks(parts),
    ...checkCreditors(parts),
    ...checkProviders(parts),
  ]
}
