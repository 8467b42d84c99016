import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planStates } from '../../../src/core/agreement/plan-state.ts'
import { planFileOf, toldOf } from '../../../src/core/agreement/told.ts'
import type { PlanTypes } from '../../../src/core/model/plan-type.ts'
import { billed, fact, opened, paid, reversed, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

type Given = Record<string, unknown>

const NOW = '2026-04-20T12:00:00Z'
const TYPES: PlanTypes = { standard: { grace: { days: 2 }, covers: 0, dpd: 'frozen', broken: { missed: 3 } } }

/** What became of plans, read from what the store keeps. */
export function planContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`plans on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.at(NOW)
    })
    afterEach(() => stage.close())

    const states = async (debtor: string) => {
      const file = { ...planFileOf(await stage.dossier(debtor), Date.parse(NOW)), types: TYPES }
      return planStates(file).map((state) => {
        const { paid: came, kept, missed, shown } = toldOf(file, state)
        const days = Object.values(shown).map((one) => [one.days, one.since])
        return [state.plan.externalId, state.status, came, kept.join(), missed.join(), days]
      })
    }
    const weekly = { sum: '200.00', first: '2026-03-10', every: 'week', number: 4 }
    const agreed = (account: string, plan: string, more: Given = {}, at = '2026-03-02T09:00:00Z') =>
      fact('plan.agreed', at, { account, plan, ...weekly, ...more })

    test('money of the debtor fills rates: a credit note fills none, and what is taken back leaves its rate', async () => {
      await stage.record(
        opened('A1'),
        billed('A1', 'o', '2026-02-01', '500.00'),
        agreed('A1', 'p'),
        fact('credit.noted', '2026-03-09T09:00:00Z', { account: 'A1', credit: 'C', amount: '50.00' }),
        paid('A1', 'p1', '60.00', { at: '2026-03-10T09:00:00Z' }),
        paid('A1', 'p2', '140.00', { at: '2026-03-17T09:00:00Z' }),
      )
      expect(await states('D1')).toEqual([['p', 'completed', 20_000, '1,2,3,4', '', []]])
      const part = { account: 'A1', payment: 'p2', amount: '120.00' }
      await stage.record(fact('payment.reversed', '2026-03-20T09:00:00Z', part))
      expect(await states('D1')).toEqual([['p', 'broken', 8_000, '1', '2,3,4', []]])
      await stage.record(reversed('A1', 'p1'))
      expect((await states('D1')).map(([, status]) => status)).toEqual(['broken'])
    })

    test('a plan goes on in the currency of its leading account, whichever of its accounts is changed over first', async () => {
      const inLeva = (account: string, debtor: string) => opened(account, { debtor, currency: 'BGN' })
      const over = (account: string, at: string) =>
        fact('account.redenominated', at, { account, currency: 'EUR', rate: '1.95583' })
      const told = (n: number): Given[] => [
        agreed(`A${n}`, 'p', { sum: '400.00', accounts: [`B${n}`] }),
        paid(`B${n}`, 'p1', '100.00', { at: '2026-03-10T09:00:00Z' }),
        over(`B${n}`, '2026-03-12T00:00:00Z'),
        // 51.13 of the new currency are 100.00 of the old one.
        paid(`B${n}`, 'p2', '51.13', { at: '2026-03-17T09:00:00Z' }),
      ]
      for (const n of [1, 2])
        await stage.record(
          ...[`A${n}`, `B${n}`].flatMap((account) => [
            inLeva(account, `D${n}`),
            billed(account, 'o', '2026-02-01', '200.00'),
          ]),
        )
      await stage.record(...told(1))
      expect((await states('D1')).map(([, , came, kept]) => [came, kept])).toEqual([[20_000, '1,2']])
      for (const given of told(2).reverse()) await stage.record(given)
      expect(await states('D2')).toEqual(await states('D1'))
      await stage.record(over('A1', '2026-03-20T00:00:00Z'))
      expect((await states('D1')).map(([, , came, kept]) => [came, kept])).toEqual([[10_226, '1,2']])
    })

    test('a plan that is told again with the same terms is known already, and the earliest instant counts', async () => {
      await stage.record(opened('A1'), billed('A1', 'o', '2026-02-01', '200.00'), agreed('A1', 'p'))
      const again = await stage.record(agreed('A1', 'p', {}, '2026-03-05T09:00:00Z'))
      expect([again.taken, again.same, again.rejected]).toEqual([0, 1, []])
      const keyed = await stage.record({ ...agreed('A1', 'p', {}, '2026-03-06T09:00:00Z'), key: 'k' })
      expect([keyed.taken, keyed.same, keyed.rejected]).toEqual([0, 1, []])
      await stage.record(agreed('A1', 'p', {}, '2026-03-01T09:00:00Z'))
      expect((await stage.dossier('D1')).plans).toMatchObject([
        { agreedAt: Date.parse('2026-03-01T09:00:00Z') },
      ])
      for (const day of ['07', '08']) {
        const cancelled = fact('plan.cancelled', `2026-03-${day}T09:00:00Z`, { account: 'A1', plan: 'p' })
        expect((await stage.record(cancelled)).rejected).toEqual([])
      }
      const [plan] = (await stage.dossier('D1')).plans ?? []
      expect(plan?.cancelledAt).toBe(Date.parse('2026-03-07T09:00:00Z'))
      const { rejected } = await stage.record(agreed('A1', 'p', { number: 2 }, '2026-03-05T10:00:00Z'))
      expect(rejected.map(({ code }) => code)).toEqual(['conflicting_fact'])
    })

    test('the falls of snapshots since the plan fill its rates, and the days past due stand still', async () => {
      await stage.record(
        opened('A1'),
        snapshot('A1', '2026-03-01T02:00:00Z', '200.00', '2026-02-10'),
        agreed('A1', 'p', { number: 2, every: 'month' }),
        snapshot('A1', '2026-03-11T02:00:00Z', '100.00', '2026-02-10'),
      )
      expect(await states('D1')).toEqual([['p', 'in_arrears', 10_000, '1', '2', [[20, '2026-04-10']]]])
    })

    test('what is not understood is refused, with a way out', async () => {
      const codes = async (given: Given) => {
        const { rejected } = await stage.record(given)
        return rejected.map(({ code }) => code)
      }
      await stage.record(
        opened('A1'),
        opened('A2'),
        opened('B1', { debtor: 'D2' }),
        agreed('A1', 'p', { accounts: ['A2'] }),
      )
      expect(await codes(agreed('A1', 'p', { number: 5 }, '2026-03-03T09:00:00Z'))).toEqual([
        'conflicting_fact',
      ])
      expect(await codes(agreed('A1', 'q', { accounts: ['B1'] }))).toEqual(['account_of_other_debtor'])
      expect(await codes(agreed('A1', 'q', { accounts: ['nobody'] }))).toEqual(['unknown_account'])
      expect(await codes(agreed('A1', 'q', { sum: '0.02' }))).toEqual(['bad_plan'])
      expect(await codes(fact('plan.cancelled', NOW, { account: 'A2', plan: 'p' }))).toEqual(['bad_plan'])
    })

    test('words on plans and money end at the same in whatever order they are told, and twice', async () => {
      const day = fc
        .integer({ min: 1, max: 28 })
        .map((one) => `2026-03-${String(one).padStart(2, '0')}T09:00:00Z`)
      const words = fc.subarray(['plan.accepted', 'plan.refused', 'plan.cancelled'] as const)
      const drawn = fc.record({
        by: fc.constantFrom('lender', 'debtor'),
        agrees: fc.option(day),
        words,
        when: day,
        next: fc.option(day),
      })
      const money = fc.array(fc.record({ when: day, amount: fc.constantFrom('20.00', '50.00', '75.00') }), {
        maxLength: 4,
      })
      let run = 0
      await fc.assert(
        fc.asyncProperty(drawn, money, fc.infiniteStream(fc.nat()), async (plan, came, dice) => {
          run++
          const told = (account: string): Given[] => [
            fact('plan.proposed', '2026-03-01T09:00:00Z', { account, plan: 'p', by: plan.by, ...weekly }),
            ...(plan.agrees ? [fact('plan.agreed', plan.agrees, { account, plan: 'p' })] : []),
            ...plan.words.map((type) => fact(type, plan.when, { account, plan: 'p' })),
            ...(plan.next ? [agreed(account, 'q', { replaces: 'p', first: '2026-04-01' }, plan.next)] : []),
            ...came.map(({ when, amount }, index) => paid(account, `m${index}`, amount, { at: when })),
          ]
          const open = (account: string) => [
            opened(account, { debtor: `D${account}` }),
            billed(account, 'o', '2026-02-01', '900.00'),
          ]
          const [one, other] = [`X${run}`, `Y${run}`]
          await stage.record(...open(one), ...open(other), ...told(one))
          for (const given of shuffled([...told(other), ...told(other)], dice)) await stage.record(given)
          expect(await states(`D${other}`)).toEqual(await states(`D${one}`))
        }),
        { numRuns: 12 },
      )
    })
  })
}

function shuffled(facts: readonly Given[], dice: Iterable<number>): Given[] {
  const throws = dice[Symbol.iterator]()
  return facts
    .map((given) => ({ given, at: Number(throws.next().value) }))
    .sort((a, b) => a.at - b.at)
    .map(({ given }) => given)
}
