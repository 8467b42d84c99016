import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

const FRIENDLY = '2026-03-02T10:00:00Z A1 friendly'

test('an outside dialer reports an attorney: the debtor hears nothing more, on no account', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'), ...anAccount('A2', { dueOn: '2026-03-20' }), {
      type: 'contact.recorded',
      at: '2026-03-03T09:00:00Z',
      account: 'A1',
      channel: 'call',
      disposition: 'rpc_attorney',
    })
    await story.fastForward('2026-05-01T23:00:00Z')
    await story.expectContacts(FRIENDLY)
  })
})

test('a dispute decided for the debtor stays quiet until the ledger is corrected', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    const on = { account: 'A1', dispute: 'X1' }
    story.given(
      ...anAccount('A1'),
      { type: 'dispute.opened', at: '2026-03-03T09:00:00Z', ...on },
      { type: 'dispute.resolved', at: '2026-03-07T09:00:00Z', ...on, outcome: 'upheld' },
      { type: 'obligation.cancelled', at: '2026-04-20T09:00:00Z', account: 'A1', obligation: 'first' },
    )
    await story.fastForward('2026-05-01T23:00:00Z')
    await story.expectContacts(FRIENDLY)
    await story.expectCases('A1/1 2026-03-02..2026-04-20 cured')
  })
})

test('a death told on one account silences the other', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...anAccount('A1'), ...anAccount('A2', { dueOn: '2026-03-20' }), {
      type: 'hold.placed',
      at: '2026-03-03T09:00:00Z',
      account: 'A2',
      hold: 'H1',
      reason: 'deceased',
    })
    await story.fastForward('2026-05-01T23:00:00Z')
    await story.expectContacts(FRIENDLY)
  })
})

test('a case was closed as settled, and the payment bounces: the case is open again', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(
      ...anAccount('A1'),
      pays('A1', '2026-03-03T08:00:00Z'),
      { type: 'account.closed', at: '2026-03-03T09:00:00Z', account: 'A1', reason: 'settled' },
      { type: 'payment.reversed', at: '2026-03-20T22:00:00Z', account: 'A1', payment: 'P1' },
    )
    await story.fastForward('2026-03-20T21:00:00Z')
    await story.expectContacts(FRIENDLY)
    await story.fastForward('2026-03-20T22:30:00Z')
    await story.expectContacts()
    await story.expectCases('A1/1 2026-03-02..2026-03-03 cured', 'A1/1 2026-03-20..')
  })
})
