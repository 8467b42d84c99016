import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import { refusedReason } from '../../../../core/fact/hold-refused.ts'
import { ASKED_BY_STORE } from '../../../../core/model/asked-by-store.ts'
import { jsonOrNull } from '../../base/cell.ts'
import { instantOf } from '../../base/instant.ts'
import { objectIn } from '../../base/read-json.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { ask, plainStatement } from '../../base/statement.ts'

/** Nobody's: the row of the task names its origin where others name a rule. */
const NOBODY = 0

const COUNT = plainStatement({
  name: 'record-refused-count',
  text: `insert into human_task as t (person_id, kind, rule, reason, role, due, created_at, counts)
       values (${NOBODY}, $6, $1, '', $2, ${instantOf('$3')}, ${instantOf('$4')}, $5)
       on conflict (person_id, kind, coalesce(account_id, 0), coalesce(case_id, 0), coalesce(contact_id, 0), coalesce(rule, step, md5(reason)), coalesce(episode, '-infinity'))
         where resolved_at is null
       do update set counts = (
         select jsonb_object_agg(code, rows) from (
           select code, sum(n::bigint) as rows
           from (select * from jsonb_each_text(t.counts) union all select * from jsonb_each_text(excluded.counts)) e (code, n)
           group by code) summed)
       returning id, counts`,
  row: { id: 'int8', counts: jsonOrNull(countsIn) },
})

function countsIn(value: unknown): Record<string, number> {
  const counts = objectIn(value)
  if (Object.values(counts).every((count) => typeof count === 'number'))
    return counts as Record<string, number>
  throw new RangeError('not counts by code')
}

/** One open task per origin, whose counts go on; in the order of the origins, so that two pages cannot wait for each other. */
export async function countRefused(tx: SqlTransaction, rows: LedgerChanges['refused']): Promise<void> {
  for (const { origin, codes, due } of [...rows].sort((a, b) => (a.origin < b.origin ? -1 : 1))) {
    const [task] = await ask(tx, COUNT, [
      origin,
      ASKED_BY_STORE.refused.role,
      due,
      tx.now,
      codes,
      ASKED_BY_STORE.refused.kind,
    ])
    if (!task) continue
    await tx.query(
      `update human_task set reason = $2 where person_id = ${NOBODY} and id = $1`,
      [task.id, refusedReason({ origin, codes: task.counts ?? {} })],
      'record-refused-reason',
    )
  }
}
