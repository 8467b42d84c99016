import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'

export interface StageCount {
  state: string
  stage: string | null
  cases: number
}

const BY_STAGE = statement<StageCount>({
  name: 'cases-by-stage',
  once: true,
  text: 'select state, stage, count(*) as cases from collection_case where closed_on is null group by 1, 2 order by 1, 2 nulls first',
  row: { state: 'text', stage: 'text?', cases: 'int8' },
})

/** Open cases by state and stage. */
export async function countOpenCases(db: Sql): Promise<StageCount[]> {
  return ask(db, BY_STAGE)
}
