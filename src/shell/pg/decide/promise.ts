import type { PromiseTold } from '../../../core/model/decision.ts'
import type { SqlTransaction } from '../base/database.ts'

/** What a review tells of promises, beside what their facts say. */
export async function tellPromises(tx: SqlTransaction, told: readonly PromiseTold[]): Promise<void> {
  if (told.length === 0) return
  await tx.query(
    `update promise r set told = u.told, told_paid = u.paid
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
       as u (person, account, external_id, told, paid)
     where r.person_id = u.person and r.account_id = u.account and r.external_id = u.external_id`,
    [
      told.map(({ person }) => person),
      told.map(({ account }) => account),
      told.map(({ externalId }) => externalId),
      told.map((one) => one.told),
      told.map(({ paid }) => paid),
    ],
    'decide-promises',
  )
}
