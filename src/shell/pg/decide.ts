import type { PersonId } from '../../core/base/id.ts'
import type { DecideTx } from '../../flow/ports/decide.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import { instantOf } from './contact-row.ts'
import type { Database, SqlTransaction } from './database.ts'
import { saveDecisions } from './decide-save.ts'
import { loadDossiers } from './dossier.ts'

export function decideStore(db: Database): Transactions<DecideTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          now: tx.now,
          lockDuePersons: (limit, only) => lockDuePersons(tx, limit, only),
          loadDossiers: (persons) => loadDossiers(tx, persons),
          saveDecisions: (decisions, config, packs) => saveDecisions(tx, decisions, { config, packs }),
        }),
      ),
  }
}

/** Cases looked at for each person wanted: room for several due cases of one, and for persons that others hold. */
const AHEAD = 4

const OF_THE_BOOK = `
  select p.id from person p
  where p.id in (
    select d.person_id from (
      select k.person_id from collection_case k
      where k.next_review_at <= ${instantOf('$1')}
      order by k.next_review_at, k.person_id limit $3) d)
  order by p.id limit $2 for no key update skip locked`

const OF_THESE = `
  select p.id from person p
  where p.id = any ($3::bigint[]) and exists (
    select from collection_case k
    where k.person_id = p.id and k.next_review_at <= ${instantOf('$1')})
  order by p.id limit $2 for no key update skip locked`

async function lockDuePersons(tx: SqlTransaction, limit: number, only?: PersonId[]): Promise<PersonId[]> {
  const rows = only
    ? await tx.query<{ id: PersonId }>(OF_THESE, [tx.now, limit, only], 'decide-lock-these')
    : await tx.query<{ id: PersonId }>(OF_THE_BOOK, [tx.now, limit, limit * AHEAD], 'decide-lock')
  return rows.map(({ id }) => id)
}
