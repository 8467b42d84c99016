import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { messageJob } from '../../../src/shell/provider/message-job.ts'
import type { DeliverStore } from '../../../src/flow/ports/deliver.ts'
import { accepted, toldProvider } from '../deliver/deliver.contract.ts'
import { memoryStage } from '../deliver/memory-stage.ts'
import { type Depot, depotOf, refOf, type Stage } from '../deliver/stage.ts'

let stage: Stage
let depot: Depot
beforeEach(async () => {
  // No timer rings: whoever waits for one waits for ever.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  stage = await memoryStage()
  depot = depotOf(stage, { provider: toldProvider(() => accepted) })
  await stage.contacts([
    { id: 1, account: 11 },
    { id: 2, account: 31 },
    { id: 3, account: 41 },
  ])
})
afterEach(() => vi.useRealTimers())

test('what comes while nothing is in hand is redeemed at once, in one page, and the last answer is settled at once', async () => {
  const { deps, pages } = counted()
  const send = messageJob(deps)
  await Promise.all([send(refOf(1, 11)), send(refOf(2, 31)), send(refOf(3, 41))])
  expect(pages).toEqual([3])
  for (const id of [1, 2, 3]) expect(await stage.contact(id)).toMatchObject({ state: 'sent', tries: 1 })
})

test('half of what may be in flight is a full page: the other half is redeemed while it is sent', async () => {
  const { deps, pages } = counted()
  const send = messageJob(deps, { inFlight: 4 })
  await Promise.all([send(refOf(1, 11)), send(refOf(2, 31)), send(refOf(3, 41))])
  expect(pages[0]).toBe(2)
  expect(await stage.contact(3)).toMatchObject({ state: 'sent', tries: 1 })
})

/** The sizes of the pages that are redeemed. */
function counted(): { deps: Depot['deliver']; pages: number[] } {
  const pages: number[] = []
  const store: DeliverStore = {
    transaction: (work) =>
      stage.deliver.transaction((tx) =>
        work({
          ...tx,
          loadQueued: (refs) => {
            pages.push(refs.length)
            return tx.loadQueued(refs)
          },
        }),
      ),
  }
  return { deps: { ...depot.deliver, store }, pages }
}
