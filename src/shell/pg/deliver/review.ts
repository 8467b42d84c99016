import type { CaseId, PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'

/** The next review of open cases is brought forward, never put off. The persons are locked by the caller. */
export async function reviewCases(
  tx: SqlTransaction,
  reviews: { person: PersonId; case: CaseId; at: Instant }[],
): Promise<void> {
  if (reviews.length === 0) return
  await tx.query(
    `update collection_case k set next_review_at = u.at
     from (select person, id, min(${instantOf('at')}) as at
       from unnest($1::bigint[], $2::bigint[], $3::float8[]) as v (person, id, at) group by person, id) u
     where k.person_id = u.person and k.id = u.id and k.closed_on is null
       and (k.next_review_at is null or k.next_review_at > u.at)`,
    [reviews.map((one) => one.person), reviews.map((one) => one.case), reviews.map((one) => one.at)],
    'deliver-review',
  )
}

export async function lockPersons(tx: SqlTransaction, persons: readonly number[]): Promise<void> {
  if (persons.length === 0) return
  await tx.query('select id from person where id = any($1::bigint[]) order by id for no key update', [
    [...new Set(persons)],
  ])
}
