import type { Problem } from '../../core/base/problem.ts'
import type { NewFact, NewRefusal, RecordFacts } from './deps.ts'
import type { Batch } from '../batch/in-batches.ts'

/** What became of one row; `same` = known already, with the same body. A row that was refused at the door stays refused, without problems of its own. */
export interface FactOutcome {
  became: 'taken' | 'same' | 'refused'
  problems: Problem[]
  warnings: Problem[]
}

/** One outcome per row, in order. */
export function takeFacts(record: RecordFacts): Batch<NewFact | NewRefusal, FactOutcome> {
  return async (rows) => {
    const answer = await record(rows.map((row, line) => ({ ...row, line })))
    const outcomes = rows.map(
      (row): FactOutcome => ({ became: 'fact' in row ? 'taken' : 'refused', problems: [], warnings: [] }),
    )
    for (const line of answer.sameLines) {
      const outcome = outcomes[line]
      if (outcome) outcome.became = 'same'
    }
    for (const { line, ...problem } of answer.rejected) {
      const outcome = line === undefined ? undefined : outcomes[line]
      if (!outcome) continue
      outcome.became = 'refused'
      outcome.problems.push(problem)
    }
    for (const { line, ...warning } of answer.warnings ?? [])
      if (line !== undefined) outcomes[line]?.warnings.push(warning)
    return outcomes
  }
}
