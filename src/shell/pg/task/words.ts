import type { Sql } from '../base/database.ts'
import { askOne, plainStatement } from '../base/statement.ts'

const WORDS = plainStatement({
  name: 'task-words',
  once: true,
  text: `
    select (select array_agg(distinct kind) from human_task) as kinds,
      (select array_agg(distinct role) from (
         select role from human_task
         union
         select jsonb_path_query(content, '$.strategies[*].stages[*].steps[*].role') #>> '{}'
         from config_version where active
       ) as known (role)) as roles`,
  row: { kinds: 'text[]?', roles: 'text[]?' },
})

/** Kinds and roles of tasks that there ever were, and roles that a strategy asks for. */
export async function taskWords(db: Sql): Promise<{ kinds: string[]; roles: string[] }> {
  const { kinds, roles } = await askOne(db, WORDS)
  return { kinds: kinds ?? [], roles: roles ?? [] }
}
