import { type Problem, ProblemError } from '../../../core/base/problem.ts'
import type { Template } from '../../../core/model/template.ts'
import { parseStrategy } from '../../config/stored.ts'
import { json } from '../base/cell.ts'
import type { SqlTransaction } from '../base/database.ts'
import { objectIn } from '../base/read-json.ts'
import { ask, plainStatement } from '../base/statement.ts'

const PINNED = plainStatement({
  name: 'config-pinned',
  once: true,
  text: `
    select s.content, c.cases
    from (select strategy_hash, count(*) as cases from collection_case where closed_on is null group by 1) c
    join config_content s on s.hash = c.strategy_hash and s.kind = 'strategy'`,
  row: { content: json(objectIn), cases: 'int8' },
})

/** Open cases keep the strategy that they began with, and read their texts from the active version: a version that lacks one of those texts is refused. */
export async function refuseMissingTexts(
  tx: SqlTransaction,
  templates: readonly Pick<Template, 'template' | 'channel'>[],
): Promise<void> {
  const there = new Set(templates.map(({ template, channel }) => `${channel} ${template}`))
  const pinned = await ask(tx, PINNED)
  const problems = pinned.flatMap(({ content, cases }): Problem[] => {
    const strategy = parseStrategy(content)
    const steps = strategy.stages.flatMap((stage) => stage.steps)
    const missing = steps.flatMap(({ channel, template, script }) => {
      const text = template ?? script
      return text === undefined || there.has(`${channel} ${text}`) ? [] : [text]
    })
    return [...new Set(missing)].map((text) => ({
      code: 'text_in_use',
      message: `${cases} open cases of ${strategy.strategy} still use the text ${text}`,
      suggestion: `keep templates/<locale>/${text}.yaml until they are closed`,
    }))
  })
  if (problems.length > 0) throw new ProblemError(problems)
}
