import type { RecordTx } from '../../flow/ports/record.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import type { Database } from './database.ts'
import { loadLedger } from './record-load.ts'
import { saveLedger } from './record-save.ts'

export function recordStore(db: Database): Transactions<RecordTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          now: tx.now,
          loadLedger: (needs) => loadLedger(tx, needs),
          saveLedger: (changes) => saveLedger(tx, changes),
        }),
      ),
  }
}
