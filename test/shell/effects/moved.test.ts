import { describe, expect, test } from 'vitest'
import { packOf } from '../../support/law.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith } from '../../support/two-engines.ts'

/** Two texts in seven dates, for whoever may live in Massachusetts. */
const massachusetts = packOf(
  [
    {
      kind: 'cap',
      rule: 'XX-MASS',
      parameters: { max: 2, per: ['person', 'account'], span: { days: 7 }, counts: 'attempt' },
    },
  ],
  { pack: 'xx-mass', binds: { residence: ['US-MA'] } },
)

describe.each(Object.entries(ENGINES))('a debtor who moves to another state in mid-window, %s', (_, open) => {
  const texted = (at: string) => ({
    type: 'contact.recorded',
    at,
    account: 'A1',
    channel: 'sms',
    disposition: 'sent',
  })
  const moves = {
    type: 'account.opened',
    at: '2026-03-03T12:00:00Z',
    key: 'moved',
    account: 'A1',
    debtor: 'D1',
    creditor: 'acme',
    actor: 'first_party',
    product: 'consumer_loan',
    currency: 'USD',
    region: 'US-MA',
    zone: 'UTC',
  }

  test('what was done before the move counts under the law of the new state', async () => {
    const engine = await open(schedulesWith(massachusetts))
    const before = texted('2026-02-28T12:00:00Z')
    await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'), before)
    await engine.at('2026-03-02T10:00:00Z')
    expect(await engine.contacts()).toEqual(['friendly#1 sent'])
    await engine.at('2026-03-03T12:00:00Z', moves)
    await engine.planOnly('2026-03-04T10:00:00Z')
    expect(await engine.planned()).toEqual([])
    expect(await engine.decisions()).toContainEqual(expect.stringMatching(/^refused second .*XX-MASS:block/))
    await engine.close()
  })

  test('a debtor who has not moved hears on', async () => {
    const engine = await open(schedulesWith(massachusetts))
    await engine.at('2026-03-02T00:05:00Z', ...anAccount('A1'), texted('2026-02-28T12:00:00Z'))
    for (const day of ['02', '03', '04']) await engine.at(`2026-03-${day}T10:00:00Z`)
    expect(await engine.contacts()).toEqual(['friendly#1 sent', 'second#1 sent'])
    await engine.close()
  })
})
