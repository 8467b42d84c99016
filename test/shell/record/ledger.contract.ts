import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FactInput } from '../../../src/core/fact/fact.ts'
import { naturalKey } from '../../../src/core/fact/key.ts'
import { billed, fact, opened, paid, reversed, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** What facts do to the money of an account. */
export function ledgerContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`the ledger on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const figures = async (account = 'A1') => {
      const { pastDue, anchor, credit, lookOn, bucket } = (await stage.see()).accounts[account] ?? {}
      return { pastDue, anchor, credit, lookOn, bucket }
    }

    test('an account, its bills and a payment are stored, and a second delivery changes nothing', async () => {
      const facts = [opened('A1'), billed('A1', 'first', '2026-02-01'), paid('A1', 'P1', '30.00')]
      expect(await stage.record(...facts)).toMatchObject({ taken: 3, same: 0, rejected: [], look: true })
      const seen = await stage.see()
      expect(await figures()).toEqual({
        pastDue: 7000,
        anchor: '2026-02-01',
        credit: 0,
        lookOn: '2026-03-01',
        bucket: 1,
      })
      expect(await stage.record(...facts)).toMatchObject({ taken: 0, same: 3, sameLines: [1, 2, 3] })
      expect(await stage.see()).toEqual(seen)
    })

    test('a bill is past due on the day after its due date, without any fact', async () => {
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-03-01'),
        billed('A1', 'second', '2026-03-05'),
      )
      expect(await figures()).toMatchObject({ pastDue: 0, anchor: '2026-03-01', lookOn: '2026-03-02' })
      await stage.at('2026-03-02T00:05:00Z')
      await stage.detect()
      expect(await figures()).toMatchObject({ pastDue: 10000, bucket: 1, lookOn: '2026-03-06' })
      await stage.at('2026-03-06T00:05:00Z')
      await stage.detect()
      expect(await figures()).toMatchObject({ pastDue: 20000, anchor: '2026-03-01', lookOn: '2026-03-31' })
    })

    test('a payment names a bill, its excess goes to the oldest, the rest waits as credit', async () => {
      await stage.record(
        opened('A1'),
        billed('A1', 'old', '2026-02-01'),
        billed('A1', 'new', '2026-02-20'),
        paid('A1', 'P1', '150.00', { obligation: 'new' }),
      )
      expect(await figures()).toMatchObject({ pastDue: 5000, anchor: '2026-02-01', credit: 0 })
      await stage.record(paid('A1', 'P2', '70.00'))
      expect(await figures()).toMatchObject({ pastDue: 0, anchor: null, credit: 2000, lookOn: null })
      await stage.record(billed('A1', 'later', '2026-04-01', '50.00'))
      expect(await figures()).toMatchObject({
        pastDue: 0,
        anchor: '2026-04-01',
        credit: 0,
        lookOn: '2026-04-02',
      })
    })

    test('a reversal brings the debt back, also when it comes before the payment', async () => {
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'), paid('A1', 'P1', '100.00'))
      expect(await figures()).toMatchObject({ pastDue: 0, bucket: 0 })
      expect(await stage.record(reversed('A1', 'P1'))).toMatchObject({ look: true })
      expect(await figures()).toMatchObject({ pastDue: 10000, anchor: '2026-02-01', bucket: 1 })
      await stage.record(reversed('A1', 'P2'), paid('A1', 'P2', '100.00'))
      expect(await figures()).toMatchObject({ pastDue: 10000 })
    })

    test('a bill can be moved or cancelled before it is known', async () => {
      await stage.record(
        opened('A1'),
        fact('obligation.rescheduled', '2026-02-10T00:00:00Z', {
          account: 'A1',
          obligation: 'first',
          dueOn: '2026-03-20',
        }),
        fact('obligation.cancelled', '2026-02-10T00:00:00Z', { account: 'A1', obligation: 'second' }),
        billed('A1', 'first', '2026-02-01'),
        billed('A1', 'second', '2026-02-01'),
      )
      expect(await figures()).toMatchObject({ pastDue: 0, anchor: '2026-03-20', lookOn: '2026-03-21' })
    })

    test('being paid up is a cure, being late again within 90 days a re-default, growing older a roll', async () => {
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-20'))
      await stage.record(paid('A1', 'P1', '100.00'))
      await stage.at('2026-03-10T09:00:00Z')
      await stage.record(reversed('A1', 'P1', '2026-03-10T08:00:00Z'))
      await stage.at('2026-03-22T00:05:00Z')
      await stage.detect()
      expect(await figures()).toMatchObject({ bucket: 2 })
      expect((await stage.see()).facts.filter((kind) => kind.startsWith('account.'))).toEqual([
        'account.opened',
        'account.rolled',
        'account.cured',
        'account.redefaulted',
        'account.rolled',
        'account.rolled',
      ])
    })

    test('the same snapshot again is no fact, an older one is kept without effect', async () => {
      await stage.record(opened('A1'), snapshot('A1', '2026-02-10T02:00:00Z', '120.00', '2026-02-01'))
      const again = await stage.record(snapshot('A1', '2026-02-12T02:00:00Z', '120.00', '2026-02-01'))
      expect(again).toMatchObject({ taken: 0, same: 1 })
      const older = await stage.record(snapshot('A1', '2026-02-11T02:00:00Z', '0', null))
      expect(older).toMatchObject({ taken: 1, rejected: [] })
      expect(await figures()).toMatchObject({ pastDue: 12000, anchor: '2026-02-01' })
      expect((await stage.see()).facts.filter((kind) => kind === 'account.snapshot')).toHaveLength(2)
    })

    test('what cannot be is refused with a code and the line, and the rest goes in', async () => {
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        opened('A2', { debtor: 'D2' }),
        snapshot('A2', '2026-02-10T02:00:00Z', '5', '2026-02-01'),
      )
      const recorded = await stage.record(
        paid('A9', 'P1', '1.00'),
        paid('A1', 'P1', '1.005'),
        snapshot('A1', '2026-02-10T02:00:00Z', '5', '2026-02-01'),
        paid('A2', 'P1', '1.00'),
        billed('A1', 'first', '2026-02-01', '99.00'),
        opened('A1', { debtor: 'D7' }),
        fact('hold.placed', '2026-02-10T02:00:00Z', { debtor: 'D9', hold: 'H', reason: 'other' }),
        paid('A1', 'P2', '1.00'),
      )
      expect(recorded.taken).toBe(1)
      expect(recorded.rejected.map(({ code, line }) => [line, code])).toEqual([
        [1, 'unknown_account'],
        [2, 'bad_amount'],
        [3, 'mixed_feeds'],
        [4, 'mixed_feeds'],
        [5, 'conflicting_fact'],
        [6, 'account_of_other_debtor'],
        [7, 'unknown_debtor'],
      ])
      expect(Object.keys((await stage.see()).accounts)).toEqual(['A1', 'A2'])
    })

    test('a key of the sender’s own that looks like the natural one of a later fact is a conflict, and named so', async () => {
      await stage.record(opened('A1', { region: 'US-NY' }))
      const taken = snapshot('A1', '2026-02-20T00:00:00Z', '10.00', '2026-02-01')
      const unkeyed = snapshot('A1', '2026-02-21T00:00:00Z', '20.00', '2026-02-01')
      await stage.record({ ...taken, key: naturalKey(FactInput.parse(unkeyed), null) })
      const score = fact('score.changed', '2026-02-21T00:00:00Z', { account: 'A1', score: 0.5 })
      expect(await stage.door(unkeyed, score)).toMatchObject({
        taken: 1,
        rejected: [{ code: 'conflicting_fact', line: 1, path: 'key' }],
        parked: [],
      })
    })

    test('a score is the latest one; the same again is no fact', async () => {
      const score = (at: string, value: number) => fact('score.changed', at, { account: 'A1', score: value })
      await stage.record(opened('A1'), score('2026-02-03T00:00:00Z', 0.7), score('2026-02-01T00:00:00Z', 0.1))
      expect((await stage.see()).accounts['A1']?.score).toBe(0.7)
      expect(await stage.record(score('2026-02-04T00:00:00Z', 0.7))).toMatchObject({ taken: 0, same: 1 })
    })
  })
}
