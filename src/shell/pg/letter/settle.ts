import type { CaseId, ContactId, PersonId } from '../../../core/base/id.ts'
import { saidByProvider } from '../../../core/channel/disposition.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import type { Database } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { lockPersons, reviewCases } from '../deliver/review.ts'
import type { Batch } from './batch.ts'

const PAGE = 200

const MINE = statement<{ person: PersonId; contact: ContactId }>({
  name: 'letter-batch-unsettled',
  once: true,
  text: `
    select l.person_id as person, l.contact_id as contact from letter l
    where l.batch_id = $1 and (l.pdf_sealed is not null or exists (
      select from contact c where c.person_id = l.person_id and c.id = l.contact_id
        and c.lease_until is null and c.state in ${oneOf(STATES.inHand)}))
    order by l.person_id limit $2`,
  row: { person: 'int8', contact: 'int8' },
})

const SENT = statement<{ person: PersonId; case: CaseId | null }>({
  name: 'letter-sent',
  once: true,
  text: `
    with u as (select * from unnest($1::bigint[], $2::bigint[]) as v (person, id)),
    l as (
      update letter l set pdf_sealed = null, key_id = null from u where l.person_id = u.person and l.contact_id = u.id)
    update contact c set
      state = case when $3::float8 is null then 'sent' else c.state end,
      outcome = case when $3::float8 is null then 'sent' else c.outcome end,
      disposition = case when $3::float8 is null then $4 else c.disposition end,
      lease_token = null,
      lease_until = clock_timestamp() + make_interval(secs => $3::float8),
      changed_at = ${instantOf('$5')}
    from u where c.person_id = u.person and c.id = u.id and c.state in ${oneOf(STATES.inHand)}
    returning c.person_id as person, c.case_id as "case"`,
  row: { person: 'int8', case: 'int8?' },
})

const HANDED = plainStatement({
  name: 'letter-batch-handed',
  once: true,
  text: `
    update letter_batch set state = 'handed_over', handed_over_at = ${instantOf('$2')}, lease_until = null where id = $1`,
  row: {},
})

/** Everybody's letter of the batch is sent, or, where only the house's own word says so, waits for that word for `waitMs`; then the batch is over. A repeat goes on where the last one ended. */
export async function settleHandedOver(db: Database, batch: Batch, waitMs: number | null): Promise<number> {
  let total = 0
  for (;;) {
    const page = await ask(db, MINE, [batch.id, PAGE])
    if (page.length === 0) break
    await db.transaction(async (tx) => {
      const persons = page.map(({ person }) => person)
      await lockPersons(tx, persons)
      const rows = await ask(tx, SENT, [
        persons,
        page.map(({ contact }) => contact),
        waitMs === null ? null : waitMs / 1000,
        saidByProvider('taken'),
        tx.now,
      ])
      await reviewCases(
        tx,
        rows.flatMap((row) =>
          row.case === null ? [] : [{ person: row.person, case: row.case, at: tx.now }],
        ),
      )
    })
    total += page.length
  }
  await db.transaction((tx) => ask(tx, HANDED, [batch.id, tx.now]))
  return total
}
