import { afterSend, gatherFirst } from '../../core/deliver/gather.ts'
import type { ParkedRow } from '../../core/base/parked.ts'
import {
  type Answered,
  type DeliverDeps,
  redeemBatch,
  sendPermitted,
  type SentAnswer,
  settleAndRedeem,
  settleBatch,
} from '../../flow/deliver.ts'
import type { Permitted, Redemption } from '../../flow/ports/redeem.ts'
import { offerBatch } from '../../flow/offer.ts'
import type { TaskKind } from '../../core/model/task-row.ts'
import type { ContactRef } from '../../flow/ports/deliver.ts'
import type { OfferTx } from '../../flow/ports/task.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import { eachInBatches, JOBS, openBatches } from '../batch/in-batches.ts'

export interface MessageJobSettings {
  /** How many messages may be in flight at once: half of them are a full page, so that one half is sent while the other is redeemed. */
  inFlight?: number
  tellGathered?: (size: number) => void
}

/** One message: redeemed and settled together with the others in flight, sent on its own. `free` is called when its answer has come: it is in flight no more, and the next one is redeemed by the page that settles it. */
export function messageJob(
  deps: DeliverDeps,
  { inFlight = 2 * JOBS.size, tellGathered = () => {} }: MessageJobSettings = {},
): (ref: ContactRef, free?: () => void) => Promise<void> {
  const most = Math.min(JOBS.size, Math.max(1, Math.ceil(inFlight / 2)))
  let gathering = gatherFirst(most)
  let sending = 0
  const gathered = {
    ...JOBS,
    get size() {
      return gathering.size
    },
  }
  const heed = (answer: SentAnswer): void => {
    const before = gathering.size
    gathering = afterSend(gathering, answer.kind === 'late', most)
    if (gathering.size !== before) tellGathered(gathering.size)
  }
  const redeems = openBatches(redeemWithRiders, gathered)
  // Answers ride with the page that is redeemed next, if one waits; they wait for none.
  const settles = openBatches(settleAll, { ...JOBS, beside: () => redeems.isBusy() }, () => redeems.hurry())
  async function settleAll(answers: Answered[]): Promise<null[]> {
    await settleBatch(deps, answers)
    return answers.map(() => null)
  }
  async function redeemWithRiders(refs: ContactRef[]): Promise<Redemption[]> {
    const riders = settles.board()
    if (!riders) return redeemBatch(deps, refs)
    const { settled, redeemed } = settleAndRedeem(deps, riders.items, refs)
    riders.answer(settled.then(() => riders.items.map(() => null)))
    return redeemed
  }
  async function send(permitted: Permitted): Promise<SentAnswer> {
    sending++
    try {
      return await sendPermitted(deps, permitted)
    } finally {
      sending--
    }
  }
  /** Where nothing is in hand from which another might come, nobody waits for more: what is to be redeemed goes now, and the answers with it. Whoever got a slot has come by then. */
  const goAlone = (): void => {
    if (sending > 0 || redeems.isBusy()) return
    redeems.go()
    if (!redeems.isBusy()) settles.go()
  }
  const goSoon = (): void => {
    if (sending === 0 && !redeems.isBusy()) setImmediate(goAlone)
  }
  return async ({ contact, person }, free = () => {}) => {
    const redeemed = redeems.take([{ contact, person }])
    goSoon()
    const [redemption] = await redeemed
    if (redemption?.answer !== 'send') return
    const { permitted } = redemption
    const answer = await send(permitted)
    heed(answer)
    const settled = settles.take([{ permitted, answer }])
    free()
    goSoon()
    await settled
  }
}

/** One call or visit, offered to whoever takes it. */
export function offerJob(
  store: Transactions<OfferTx>,
  kind: TaskKind,
  tellParked: (parked: readonly ParkedRow[]) => void,
): (ref: ContactRef) => Promise<void> {
  const offer = eachInBatches(async (refs: ContactRef[]) => {
    tellParked((await offerBatch(store, kind, refs)).parked)
    return refs.map(() => null)
  }, JOBS)
  return async ({ contact, person }) => void (await offer({ contact, person }))
}
