import type { RecordTx } from '../../flow/ports/record.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import type { Heads } from './chain.ts'
import type { Database } from './database.ts'
import { loadLedger } from './record-load.ts'
import { saveLedger } from './record-save.ts'

export function recordStore(db: Database): Transactions<RecordTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) => {
        const heads: Heads = new Map()
        return work({
          now: tx.now,
          loadLedger: (needs) => loadLedger(tx, needs, heads),
          saveLedger: (changes) => saveLedger(tx, changes, heads),
        })
      }),
  }
}
