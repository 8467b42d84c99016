import { z } from 'zod'
import { ContactId, PersonId } from '../../core/base/id.ts'
import type { ParkedRow } from '../../core/base/parked.ts'
import { type DeliverDeps, redeemBatch, sendPermitted, settleBatch } from '../../flow/deliver.ts'
import { offerBatch } from '../../flow/offer.ts'
import type { TaskKind } from '../../core/model/task-row.ts'
import type { ContactRef } from '../../flow/ports/deliver.ts'
import type { OfferTx } from '../../flow/ports/task.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import { gather } from './gather.ts'

/** What a job on a channel's queue carries: ids only. */
export const ContactJob = z.strictObject({
  contact: ContactId,
  person: PersonId,
  case: z.number().int().positive(),
})
export type ContactJob = z.infer<typeof ContactJob>

/** Half of the jobs in flight, so that one half is sent while the other is redeemed or settled. */
const GATHER = { size: 100, waitMs: 8, lanes: 2 }

/** One job = one message: redeemed and settled together with the others in flight, sent on its own. */
export function messageJob(deps: DeliverDeps, options = GATHER): (job: unknown) => Promise<void> {
  const redeem = gather((refs: ContactRef[]) => redeemBatch(deps, refs), options)
  const settle = gather(async (answers: Parameters<typeof settleBatch>[1]) => {
    await settleBatch(deps, answers)
    return answers.map(() => null)
  }, options)
  return async (job) => {
    const { contact, person } = ContactJob.parse(job)
    const redemption = await redeem({ contact, person })
    if (redemption.answer !== 'send') return
    const { permitted } = redemption
    await settle({ permitted, answer: await sendPermitted(deps, permitted) })
  }
}

/** One job = one call or visit, offered to whoever takes it. */
export function offerJob(
  store: Transactions<OfferTx>,
  kind: TaskKind,
  tellParked: (parked: readonly ParkedRow[]) => void,
): (job: unknown) => Promise<void> {
  const offer = gather(async (refs: ContactRef[]) => {
    tellParked((await offerBatch(store, kind, refs)).parked)
    return refs.map(() => null)
  }, GATHER)
  return async (job) => {
    const { contact, person } = ContactJob.parse(job)
    await offer({ contact, person })
  }
}
