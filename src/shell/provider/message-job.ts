import { z } from 'zod'
import { ContactId, PersonId } from '../../core/base/id.ts'
import type { ParkedRow } from '../../core/base/parked.ts'
import { type DeliverDeps, redeemBatch, sendPermitted, settleBatch } from '../../flow/deliver.ts'
import { offerBatch } from '../../flow/offer.ts'
import type { TaskKind } from '../../core/model/task-row.ts'
import type { ContactRef } from '../../flow/ports/deliver.ts'
import type { OfferTx } from '../../flow/ports/task.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import { eachInBatches, JOBS } from '../batch/in-batches.ts'

/** What a job on a channel's queue carries: ids only. */
export const ContactJob = z.strictObject({
  contact: ContactId,
  person: PersonId,
  case: z.number().int().positive(),
})
export type ContactJob = z.infer<typeof ContactJob>

/** One job = one message: redeemed and settled together with the others in flight, sent on its own. */
export function messageJob(deps: DeliverDeps, options = JOBS): (job: unknown) => Promise<void> {
  const redeem = eachInBatches((refs: ContactRef[]) => redeemBatch(deps, refs), options)
  const settle = eachInBatches(async (answers: Parameters<typeof settleBatch>[1]) => {
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
  const offer = eachInBatches(async (refs: ContactRef[]) => {
    tellParked((await offerBatch(store, kind, refs)).parked)
    return refs.map(() => null)
  }, JOBS)
  return async (job) => {
    const { contact, person } = ContactJob.parse(job)
    await offer({ contact, person })
  }
}
