import type { FactOwner, RecordTx } from '../../../flow/ports/record.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import type { Heads } from '../base/chain.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { ENOUGH } from '../feed/blocks.ts'
import { ask, statement } from '../base/statement.ts'
import { parkTx } from '../sweep/park.ts'
import { loadLedger } from './load.ts'
import { saveLedger } from './save/save.ts'

/** `enough` = fewer accounts of a page make no block. */
export function recordStore(db: Database, enough = ENOUGH): Transactions<RecordTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) => {
        const heads: Heads = new Map()
        return work({
          now: tx.now,
          loadLedger: (needs) => loadLedger(tx, needs, heads),
          saveLedger: (changes) => saveLedger(tx, changes, { heads, enough }),
          ownerOf: (named) => ownerOf(tx, named),
          ...parkTx(tx),
        })
      }),
  }
}

const OWNER = statement<FactOwner>({
  name: 'record-owner',
  once: true,
  text: `select person_id as person, id as account from account where external_id = $1
     union all select id, null from person where external_id = $2 limit 1`,
  row: { person: 'int8', account: 'int8?' },
})

async function ownerOf(
  tx: SqlTransaction,
  {
    account = null,
    debtor = null,
  }: { account?: string | null | undefined; debtor?: string | null | undefined },
): Promise<FactOwner | null> {
  const [row] = await ask(tx, OWNER, [account, debtor])
  return row ?? null
}
