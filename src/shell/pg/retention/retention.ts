import type { PersonId } from '../../../core/base/id.ts'
import type { RetentionTx } from '../../../flow/ports/retention.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import type { Database } from '../base/database.ts'
import { aside, parkTx } from '../sweep/park.ts'
import { loadRecords } from './load.ts'
import { clearRaw, erasePerson, saveRetention } from './save.ts'

const DUE = `
  select id from person
  where coalesce(retention_on, date '-infinity') <= $1 and id <> all (${aside('purge', 'person')})
  order by coalesce(retention_on, date '-infinity'), id limit $2`

/** The connection is of the role that owns the tables: the engine's role may not empty what is sealed. */
export function retentionStore(db: Database): Transactions<RetentionTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          now: tx.now,
          lockDue: async (day, limit) =>
            idsOf(await tx.query(`${DUE} for no key update skip locked`, [day, limit], 'retention-due')),
          // Twice the limit is read: as many again may be in the hands of another process.
          dueIds: async (day, limit) => idsOf(await tx.query(DUE, [day, limit * 2], 'retention-ids')),
          lockThese: async (persons, lock) =>
            idsOf(
              await tx.query(
                `select id from person where id = any ($1::bigint[]) order by id ${lock ? 'for no key update' : ''}`,
                [persons],
                `retention-these-${lock}`,
              ),
            ),
          ...parkTx(tx),
          personsAfter: async (after, limit, lock) =>
            idsOf(
              await tx.query(
                `select id from person where id > $1 order by id limit $2 ${lock ? 'for no key update' : ''}`,
                [after, limit],
                `retention-after-${lock}`,
              ),
            ),
          loadRecords: (persons) => loadRecords(tx, persons),
          saveRetention: (save) => saveRetention(tx, save),
          erase: (erasure) => erasePerson(tx, erasure),
          clearRaw: (packs) => clearRaw(tx, packs),
        }),
      ),
  }
}

function idsOf(rows: { id: PersonId }[]): PersonId[] {
  return rows.map(({ id }) => id)
}
