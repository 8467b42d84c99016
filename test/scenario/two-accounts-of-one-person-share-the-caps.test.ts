import { expect, test } from 'vitest'
import { memoryEngine } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

const ACCOUNTS = ['A1', 'A2', 'A3', 'A4', 'A5']

test('a person with five accounts hears three contacts a day and seven in seven days, over all of them', async () => {
  await tell(await memoryEngine({ from: '2026-02-01' }), async (story) => {
    story.given(...ACCOUNTS.flatMap((account) => anAccount(account, { debtor: 'D1' })))
    await story.fastForward('2026-03-02T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-02T10:00:00Z A2 friendly',
      '2026-03-02T10:00:00Z A3 friendly',
    )
    await story.fastForward('2026-04-15T23:00:00Z')
    const { contacts } = await story.result()
    const days = contacts.map((contact) => Math.floor(contact.at / 86_400_000))
    for (const day of days) {
      expect(days.filter((other) => other === day).length).toBeLessThanOrEqual(3)
      expect(days.filter((other) => other > day - 7 && other <= day).length).toBeLessThanOrEqual(7)
    }
    expect(new Set(contacts.map((contact) => contact.account)).size).toBe(ACCOUNTS.length)
    expect((await story.refusals()).some((line) => line.includes('XX-0'))).toBe(true)
    await story.lookAtAll()
  })
})
