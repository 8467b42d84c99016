import type { Instant } from '../../../core/base/time.ts'
import { instantOf } from './instant.ts'
import type { Sql } from './database.ts'
import { json } from './cell.ts'
import { objectIn } from './read-json.ts'
import { ask, plainStatement } from './statement.ts'

export interface AuditEntry {
  who: string
  what: string
  detail: Record<string, unknown>
  /** Business now, as it was read; or by the machine's clock; or by the business clock as it is then. */
  at: Instant | 'machine' | 'business'
}

const NOTE = plainStatement({
  name: 'audit-note',
  once: true,
  text: `
    insert into audit (at, who, what, detail)
    values (coalesce(${instantOf('$1')}, case when $2::bool then clock_timestamp() else business_now() end), $3, $4, $5)`,
  row: {},
})

export async function noteAudit(sql: Sql, { who, what, detail, at }: AuditEntry): Promise<void> {
  const known = typeof at === 'number' ? at : null
  await ask(sql, NOTE, [known, at === 'machine', who, what, JSON.stringify(detail)])
}

const LATEST = plainStatement({
  name: 'audit-latest',
  once: true,
  text: 'select at, who, detail from audit where what = $1 order by id desc limit $2',
  row: { at: 'timestamptz', who: 'text', detail: json(objectIn) },
})

export const latestNotes = (sql: Sql, what: string, limit: number) => ask(sql, LATEST, [what, limit])
