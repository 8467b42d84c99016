import type { Problem } from '../../core/base/problem.ts'
import type { NewFact, RecordFacts } from './deps.ts'
import type { PageRun } from './group-commit.ts'

/** What became of one fact; `same` = known already, with the same body. */
export type FactOutcome = 'taken' | 'same' | Problem[]

/** One outcome per fact, in order. */
export function takeFacts(record: RecordFacts): PageRun<NewFact, FactOutcome> {
  return async (facts) => {
    const answer = await record(facts.map((fact, line) => ({ ...fact, line })))
    const outcomes = facts.map((): FactOutcome => 'taken')
    for (const line of answer.sameLines) outcomes[line] = 'same'
    for (const { line, ...problem } of answer.rejected) {
      if (line === undefined) continue
      const known = outcomes[line]
      outcomes[line] = [...(Array.isArray(known) ? known : []), problem]
    }
    return outcomes
  }
}
