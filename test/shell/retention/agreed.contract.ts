import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fact, opened } from '../record/facts.ts'
import type { RetentionStage } from './stage.ts'

const doubted = (account: string, at: string) =>
  fact('dispute.opened', at, { account, dispute: 'x', reason: 'it was never me' })

const SAID = '2026-03-01T10:00:00Z'
const LATER = '2027-05-04T10:00:00Z'

/** Three years after the last that was done about the debt, what the debtor wrote of A1 and of A2 goes. */
export function agreedContract(store: string, open: () => Promise<RetentionStage>): void {
  describe(`keeping what was said where something was agreed, on ${store}`, () => {
    let stage: RetentionStage
    beforeEach(async () => {
      stage = await open()
      await stage.at('2026-03-02T12:00:00Z')
      await stage.record(opened('A1'), opened('A2'), doubted('A1', SAID), doubted('A2', SAID))
      await stage.at('2027-05-05T12:00:00Z')
    })
    afterEach(() => stage.close())

    /** How many of the two texts are held at noon of the day, after a purge. */
    const heldOn = async (day: string): Promise<number> => {
      await stage.at(`${day}T12:00:00Z`)
      await stage.purge({ after: 0 })
      return (await stage.texts()).filter((line) => line.endsWith('held')).length
    }
    const agree = (more: Record<string, unknown>) =>
      stage.record(fact('plan.agreed', LATER, { account: 'A1', plan: 'p', accounts: ['A1', 'A2'], ...more }))
    const monthly = { sum: '240.00', first: '2027-06-10', every: 'month', number: 24 }

    it('nothing was agreed: three years after the last word both go', async () => {
      expect(await heldOn('2029-03-02')).toBe(2)
      expect(await heldOn('2029-03-03')).toBe(0)
    })

    it('a plan goes on until its last rate, for every account that it stands over', async () => {
      await agree(monthly)
      expect(await heldOn('2032-05-10')).toBe(2)
      expect(await heldOn('2032-05-11')).toBe(0)
    })

    it('a plan that was cancelled was something that was done about each of its accounts, and no more', async () => {
      await agree(monthly)
      await stage.record(fact('plan.cancelled', '2027-05-05T10:00:00Z', { account: 'A1', plan: 'p' }))
      expect(await heldOn('2030-05-05')).toBe(2)
      expect(await heldOn('2030-05-06')).toBe(0)
    })

    it('a settlement in force goes on until the last day on which its money falls due', async () => {
      const rates = { first: '2027-06-10', every: 'month', number: 12 }
      const offer = { settlement: 'S', amount: '60.00', until: '2027-05-31', by: 'anna', rates }
      await stage.record(
        fact('settlement.offered', LATER, { account: 'A2', ...offer }),
        fact('settlement.accepted', LATER, { account: 'A2', settlement: 'S' }),
      )
      expect(await heldOn('2029-03-03')).toBe(1)
      expect(await stage.texts()).toEqual(['D1 reason gone', 'D1 reason held'])
      expect(await heldOn('2031-05-10')).toBe(1)
      expect(await heldOn('2031-05-11')).toBe(0)
    })

    it('a settlement that was withdrawn, and one that nobody accepted, end with what was said of them', async () => {
      const offer = { amount: '60.00', until: '2027-05-31', by: 'anna', payBy: '2027-12-01' }
      const named = (settlement: string) => ({ account: 'A2', settlement })
      await stage.record(
        fact('settlement.offered', LATER, { ...named('S'), ...offer }),
        fact('settlement.offered', LATER, { ...named('T'), ...offer }),
        fact('settlement.accepted', LATER, named('T')),
        fact('settlement.withdrawn', LATER, named('T')),
      )
      expect(await heldOn('2030-05-05')).toBe(1)
      expect(await heldOn('2030-05-06')).toBe(0)
    })

    it('what was agreed stands after the purge as before it, and can still be told once more', async () => {
      await agree(monthly)
      const before = await stage.see()
      expect(await heldOn('2032-05-11')).toBe(0)
      expect((await stage.see()).facts).toEqual(before.facts)
      const again = await agree(monthly)
      expect(again).toMatchObject({ taken: 0, rejected: [] })
    })
  })
}
