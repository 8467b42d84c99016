import type { Sql } from '../base/database.ts'

/** Kinds and roles of tasks that there ever were, and roles that a strategy asks for. */
export async function taskWords(db: Sql): Promise<{ kinds: string[]; roles: string[] }> {
  const [row] = await db.query<{ kinds: string[] | null; roles: string[] | null }>(
    `select (select array_agg(distinct kind) from human_task) as kinds,
       (select array_agg(distinct role) from (
          select role from human_task
          union
          select jsonb_path_query(content, '$.strategies[*].stages[*].steps[*].role') #>> '{}'
          from config_version where active
        ) as known (role)) as roles`,
  )
  return { kinds: row?.kinds ?? [], roles: row?.roles ?? [] }
}
