import { test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

const inLeva = (account: string, number: string) =>
  anAccount(account, { debtor: `D${account}`, phone: `+12025550${number}`, amount: '195.58' }).map((fact) =>
    fact['type'] === 'account.opened' ? { ...fact, currency: 'BGN' } : fact,
  )
const at = '2026-03-03T00:00:00Z'

test('a line in the new currency is the changeover where the law gives its rate, money of before was in the old one, and a word gives any other rate', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    const [first, second, third] = [inLeva('A1', '101'), inLeva('A2', '102'), inLeva('A3', '103')]
    story.given(
      ...first,
      { ...first[0], currency: 'EUR', at },
      pays('A1', '2026-03-03T12:00:00Z', { amount: '100.00' }),
      ...second,
      { ...second[0], currency: 'EUR', at },
      pays('A2', '2026-03-01T12:00:00Z', { amount: '195.58', recorded: '2026-03-03T12:00:00Z' }),
      ...third,
      { type: 'account.redenominated', account: 'A3', at, currency: 'USD', rate: '2.0000' },
      pays('A3', '2026-03-03T12:00:00Z', { amount: '97.79' }),
    )
    await story.fastForward('2026-03-30T23:00:00Z')
    const accounts = ['A1', 'A2', 'A3']
    await story.expectContacts(...accounts.map((account) => `2026-03-02T10:00:00Z ${account} friendly`))
    await story.expectCases(...accounts.map((account) => `${account}/1 2026-03-02..2026-03-03 cured`))
  })
})
