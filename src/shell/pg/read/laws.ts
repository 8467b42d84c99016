import type { LawRecord } from '../../config/law-record.ts'
import type { Sql } from '../base/database.ts'

/** What those were judged under, each once, by its hash. */
export async function readLaws(
  db: Sql,
  judged: readonly { law: string | null }[],
): Promise<Record<string, LawRecord>> {
  const hashes = [...new Set(judged.flatMap(({ law }) => law ?? []))]
  if (hashes.length === 0) return {}
  const rows = await db.query<{ hash: string; content: LawRecord }>(
    'select hash, content from law_used where hash = any($1::text[])',
    [hashes],
  )
  return Object.fromEntries(rows.map(({ hash, content }) => [hash, content]))
}
