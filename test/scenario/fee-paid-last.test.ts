import { expect, test } from 'vitest'
import { tellOnBoth } from '../support/both-engines.ts'
import type { PayOrder } from '../../src/core/model/debt-policy.ts'
import { memoryStage } from '../shell/record/memory-stage.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'

const fee = {
  type: 'fee.charged',
  at: '2026-03-03T09:00:00Z',
  account: 'A1',
  fee: 'F1',
  amount: '15.00',
  dueOn: '2026-03-04',
}
const paid = pays('A1', '2026-03-06T08:00:00Z')

test('a fee that fell due after the instalment is paid after it: what is left is the fee, shown apart, until it is paid by name', async () => {
  await tellOnBoth(storySchedules(), async (story) => {
    story.given(...anAccount('A1'), fee, paid)
    await story.fastForward('2026-03-06T23:00:00Z')
    await story.lookAtAll()
    await story.expectCases('A1/1 2026-03-02..')
    story.given(pays('A1', '2026-03-07T08:00:00Z', { payment: 'P2', amount: '15.00', obligation: 'F1' }))
    await story.fastForward('2026-03-20T23:00:00Z')
    await story.expectContacts()
    await story.expectCases('A1/1 2026-03-02..2026-03-07 cured')
  })
  const stage = memoryStage()
  await stage.at('2026-03-06T23:00:00Z')
  await stage.record(...anAccount('A1'), fee, paid)
  const apart = { disputed: 0, interest: 0, fees: 1500 }
  expect((await stage.dossier('D1')).accounts).toMatchObject([{ pastDue: 1500, anchor: '2026-03-04', apart }])
})

test('where the creditor’s file has costs paid first, the same payment pays the fee that was due, and what is left is of the instalment', async () => {
  const stage = memoryStage()
  const order: PayOrder = ['costs', 'interest', 'principal']
  await stage.publish({ creditors: { creditors: [{ creditor: 'acme', pays: [...order] }] } })
  await stage.at('2026-03-06T23:00:00Z')
  await stage.record(...anAccount('A1'), fee, paid)
  expect((await stage.dossier('D1')).accounts).toMatchObject([
    { pastDue: 1500, anchor: '2026-03-01', apart: null },
  ])
})
