import { expect, test } from 'vitest'
import { tellOnBoth } from '../../support/both-engines.ts'
import { offers, settlementEngine, settlementSchedules, word } from '../../support/settlement-story.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'

const SMALL = { amount: '120.00', until: '2026-03-10' }
const granted = (at: string, agent: string, answer = 'accept') => ({
  type: 'task.resolved',
  account: 'A1',
  kind: 'settlement_grant',
  rule: 'S1',
  answer,
  agent,
  at,
})

test('what one alone may not offer silences nobody until another has granted it, and settles then', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    story.given(
      ...anAccount('A1'),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', SMALL),
      word('accepted', 'A1', 'S1', '2026-03-02T15:00:00Z'),
    )
    await story.fastForward('2026-03-04T12:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
    const { tasks } = await story.result()
    expect(tasks).toMatchObject([{ kind: 'settlement_grant', answer: null }])
    story.given(granted('2026-03-04T15:00:00Z', 'ben'))
    await story.fastForward('2026-03-09T08:00:00Z')
    story.given(pays('A1', '2026-03-09T09:00:00Z', { amount: '120.00' }))
    await story.fastForward('2026-03-25T23:00:00Z')
    await story.expectContacts()
    await story.expectCases('A1/1 2026-03-02..2026-03-09 settled')
  })
})

test('nobody grants what they proposed, and it runs out', async () => {
  const engine = await settlementEngine()
  await tell(engine, async (story) => {
    story.given(
      ...anAccount('A1'),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', SMALL),
      word('accepted', 'A1', 'S1', '2026-03-02T15:00:00Z'),
    )
    await story.fastForward('2026-03-03T12:00:00Z')
    const own = [
      granted('2026-03-03T13:00:00Z', 'anna'),
      word('approved', 'A1', 'S1', '2026-03-03T15:00:00Z', 'anna'),
    ]
    for (const [index, one] of own.entries()) {
      story.given(one)
      const played = story.fastForward(`2026-03-03T1${4 + 2 * index}:00:00Z`)
      await expect(played).rejects.toMatchObject({ actual: [expect.stringContaining('own_request')] })
    }
    await story.fastForward('2026-03-11T12:00:00Z')
    await story.lookAtAll()
    const { tasks } = await story.result()
    const asked = tasks.filter(({ kind }) => kind === 'settlement_grant')
    expect(asked).toMatchObject([{ answer: 'arrived' }])
    await story.expectCases('A1/1 2026-03-02..')
  })
})

test('one that is not granted is not in force, and one beyond the file never is', async () => {
  await tellOnBoth(settlementSchedules(), async (story) => {
    story.given(
      ...anAccount('A1'),
      offers('A1', 'S1', '2026-03-02T14:00:00Z', SMALL),
      word('rejected', 'A1', 'S1', '2026-03-02T15:00:00Z', 'ben'),
      word('accepted', 'A1', 'S1', '2026-03-02T16:00:00Z'),
      offers('A1', 'S2', '2026-03-02T17:00:00Z', { discount: 0.9, until: '2026-03-10' }),
      word('approved', 'A1', 'S2', '2026-03-02T18:00:00Z', 'ben'),
      word('accepted', 'A1', 'S2', '2026-03-02T19:00:00Z'),
    )
    await story.fastForward('2026-03-04T12:00:00Z')
    await story.expectContacts('2026-03-02T10:00:00Z A1 friendly', '2026-03-04T10:00:00Z A1 second')
  })
})
