import type { ParkedRow } from '../core/base/parked.ts'
import { rankOf } from '../core/deliver/rank.ts'
import type { TaskKind } from '../core/model/task-row.ts'
import type { ContactRef } from './ports/deliver.ts'
import { isolated } from './ports/isolate.ts'
import { parkContacts } from './ports/parked-contacts.ts'
import type { OfferTx } from './ports/task.ts'
import type { Transactions } from './ports/transactions.ts'

/** Queued calls or visits go into the ranked queue of their kind; nothing is reserved, and a second call changes nothing. */
export async function offerBatch(
  store: Transactions<OfferTx>,
  kind: TaskKind,
  refs: readonly ContactRef[],
): Promise<{ offered: number; parked: ParkedRow[] }> {
  const { done, faulty } = await isolated(refs, (part) => offerThese(store, kind, part))
  const parked = await parkContacts(store, 'offer', faulty)
  return { offered: done.reduce((sum, count) => sum + count, 0), parked }
}

function offerThese(
  store: Transactions<OfferTx>,
  kind: TaskKind,
  refs: readonly ContactRef[],
): Promise<number> {
  return store.transaction(async (tx) => {
    const found = await tx.loadOffers(refs)
    const offers = found.flatMap(({ row, account }) =>
      row.case === null || row.channel !== kind || row.expiresAt === null || row.expiresAt <= tx.now
        ? []
        : [
            {
              kind,
              person: row.person,
              contact: row.id,
              case: row.case,
              rank: rankOf(account, row.dpd),
              expiresAt: row.expiresAt,
            },
          ],
    )
    if (offers.length > 0) await tx.saveOffers(offers)
    return offers.length
  })
}
