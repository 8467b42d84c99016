import type { DetectTx } from '../../flow/ports/detect.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import type { Heads } from './chain.ts'
import type { Database } from './database.ts'
import { lockDue, zoneSets } from './detect-load.ts'
import { saveLooks, takeQuotas } from './detect-save.ts'

export function detectStore(db: Database): Transactions<DetectTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) => {
        const heads: Heads = new Map()
        return work({
          now: tx.now,
          zoneSets: () => zoneSets(tx),
          lockDue: (todays, limit) => lockDue(tx, { todays, limit, heads }),
          takeQuotas: (asks) => takeQuotas(tx, asks),
          saveLooks: (changes) => saveLooks(tx, changes, heads),
        })
      }),
  }
}
