import type { DetectTx } from '../../../flow/ports/detect.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import type { Heads } from '../base/chain.ts'
import type { Database } from '../base/database.ts'
import { openedTx } from '../decide/decide.ts'
import { dueAmong, dueIds, lockDue, lockThese, zoneSets } from './load.ts'
import { feedNames, lockFeeds, saveFeeds, wakeAccounts } from '../record/feed.ts'
import { parkTx } from '../sweep/park.ts'
import { freePlaces, takeQuotas } from './quota.ts'
import { caseIds, saveReviews } from './save.ts'

export function detectStore(db: Database): Transactions<DetectTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) => {
        const heads: Heads = new Map()
        return work({
          now: tx.now,
          zoneSets: () => zoneSets(tx),
          lockDue: (todays, limit) => lockDue(tx, { todays, limit, heads }),
          dueIds: (todays, limit) => dueIds(tx, todays, limit),
          lockThese: (todays, accounts) => lockThese(tx, { todays, accounts, heads }),
          ...parkTx(tx),
          ...openedTx(tx),
          takeQuotas: (asks) => takeQuotas(tx, asks),
          freePlaces: (asks) => freePlaces(tx, asks),
          caseIds: (count) => caseIds(tx, count),
          dueAmong: (todays, accounts) => dueAmong(tx, todays, accounts),
          saveReviews: (changes, decided) => saveReviews(tx, { changes, heads, decided }),
          lockFeeds: (due, limit, names) => lockFeeds(tx, due, limit, names),
          feedNames: (due, limit) => feedNames(tx, due, limit),
          saveFeeds: (judged, config) => saveFeeds(tx, judged, config),
          wakeAccounts: (limit) => wakeAccounts(tx, limit),
        })
      }),
  }
}
