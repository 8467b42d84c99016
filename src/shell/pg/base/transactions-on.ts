import type { HasNow, Transactions } from '../../../flow/ports/transactions.ts'
import type { Database, SqlTransaction } from './database.ts'

/** The transactions of a port whose `now` is asked of the transaction each time, so that it may begin before it is known. */
export function transactionsOn<Tx extends HasNow>(
  db: Database,
  inside: (tx: SqlTransaction) => Tx,
): Required<Transactions<Tx>> {
  return {
    transaction: (work) => db.transaction((tx) => work(inside(tx))),
    atOnce: (work) => db.transactionAtOnce((tx) => work(inside(tx))),
    alone: (question) =>
      db.transactionAtOnce((tx) => {
        const answer = question(inside(tx))
        tx.commit()
        return answer
      }),
  }
}
