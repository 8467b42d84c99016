import type { CaseId, PersonId } from '../../core/base/id.ts'
import { ground } from '../../core/deliver/ground.ts'
import { instantOf } from './contact-row.ts'
import type { SqlTransaction } from './database.ts'
import { reviewCases } from './deliver-review.ts'

/** Persons first, skipping those that another transaction works on: their rows are found by the next sweep. */
const EXPIRE = `
  with due as materialized (
    select person_id, id from contact
    where state in ('planned', 'queued') and expires_at <= ${instantOf('$1')} order by expires_at limit $2),
  p as materialized (
    select id from person where id in (select person_id from due) order by id for no key update skip locked)
  update contact c set state = 'expired', reasons = $3, changed_at = ${instantOf('$1')}
  from due join p on p.id = due.person_id
  where c.person_id = due.person_id and c.id = due.id and c.state in ('planned', 'queued')
  returning c.person_id as person, c.id as contact, c.case_id as "case"`

export async function expire(tx: SqlTransaction, limit: number): Promise<number> {
  const rows = await tx.query<{ person: PersonId; contact: number; case: CaseId }>(
    EXPIRE,
    [tx.now, limit, JSON.stringify([ground('too_late')])],
    'sweep-expire',
  )
  if (rows.length === 0) return 0
  await reviewCases(
    tx,
    rows.map((row) => ({ ...row, at: tx.now })),
  )
  for (const table of ['call_task', 'visit_ticket']) {
    await tx.query(
      `update ${table} t set state = 'withdrawn', withdrawn_why = 'expired'
       from unnest($1::bigint[], $2::bigint[]) as u (person, contact)
       where t.person_id = u.person and t.contact_id = u.contact and t.state = 'open'`,
      [rows.map((row) => row.person), rows.map((row) => row.contact)],
    )
  }
  return rows.length
}
