import { expect, test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { offers, SETTLEMENTS, settlementSchedules, word } from '../../support/settlement-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import type { Story } from '../../support/story.ts'

const BOUNCED = { type: 'payment.reversed', account: 'A1', payment: 'P1', at: '2026-03-12T09:00:00Z' }

async function settledThenBounced(story: Story): Promise<void> {
  story.given(
    ...anAccount('A1', { amount: '500.00' }),
    offers('A1', 'S1', '2026-03-02T14:00:00Z', { amount: '400.00', until: '2026-03-10' }),
    word('accepted', 'A1', 'S1', '2026-03-03T09:00:00Z'),
    pays('A1', '2026-03-09T09:00:00Z', { amount: '400.00' }),
    BOUNCED,
  )
  await story.fastForward('2026-03-11T23:00:00Z')
  await story.expectContacts('2026-03-02T10:00:00Z A1 friendly')
  await story.expectCases('A1/1 2026-03-02..2026-03-09 settled')
  await story.fastForward('2026-03-13T23:00:00Z')
  await story.lookAtAll()
}

test('what was agreed is lost: all of it is owed again', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    await settledThenBounced(story)
    story.given(pays('A1', '2026-03-14T09:00:00Z', { amount: '400.00', payment: 'P2' }))
    await story.fastForward('2026-03-14T23:00:00Z')
    await story.lookAtAll()
    const { cases } = await story.result()
    expect(cases.at(-1)?.closedOn).toBeNull()
    story.given(pays('A1', '2026-03-15T09:00:00Z', { amount: '100.00', payment: 'P3' }))
    await story.fastForward('2026-03-15T23:00:00Z')
    expect((await story.result()).cases.at(-1)).toMatchObject({ closedOn: '2026-03-15', reason: 'cured' })
    await story.lookAtAll()
  })
})

test('what was agreed goes on: what is paid then settles it', async () => {
  const file = SETTLEMENTS.replace('lost', 'kept')
  await tellOnBoth(settlementSchedules(file), async (story) => {
    await settledThenBounced(story)
    story.given(pays('A1', '2026-03-14T09:00:00Z', { amount: '400.00', payment: 'P2' }))
    await story.fastForward('2026-03-14T23:00:00Z')
    expect((await story.result()).cases.at(-1)).toMatchObject({ closedOn: '2026-03-14', reason: 'settled' })
    await story.lookAtAll()
  })
})
