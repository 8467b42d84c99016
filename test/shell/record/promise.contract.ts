import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { promiseStates } from '../../../src/core/promise/state.ts'
import { billed, fact, opened, paid, reversed, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

const NOW = '2026-03-20T12:00:00Z'

/** What became of promises, read from what the store keeps. */
export function promiseContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`promises on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
    })
    afterEach(() => stage.close())

    const promised = (account: string, promise: string, at: string, amount: string, by: string) =>
      fact('promise.made', at, { account, promise, amount, by })
    const states = async (debtor: string, now = NOW) => {
      const { accounts, person, ...told } = await stage.dossier(debtor)
      const [account] = accounts
      if (!account) return []
      const file = { ...told, account, zones: person.zones, now: Date.parse(now) }
      return promiseStates(file).map(({ status }) => status)
    }

    test('money that was known before the promise keeps nothing; learnt after it on the same day, it does', async () => {
      await stage.at('2026-03-01T10:00:00Z')
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'), paid('A1', 'p1', '50.00'))
      await stage.at('2026-03-01T15:00:00Z')
      await stage.record(promised('A1', 'one', '2026-03-01T14:00:00Z', '50.00', '2026-03-10'))
      expect(await states('D1', '2026-03-02T12:00:00Z')).toEqual(['open'])
      await stage.at('2026-03-01T18:00:00Z')
      await stage.record(paid('A1', 'p2', '50.00', { at: '2026-03-01T00:00:00Z' }))
      expect(await states('D1', '2026-03-02T12:00:00Z')).toEqual(['kept'])
    })

    test('a promise that was broken stays so when it is cancelled later, in whatever order that is told', async () => {
      await stage.at(NOW)
      const cancelled = (promise: string, at: string) =>
        fact('promise.cancelled', at, { account: 'A1', promise })
      const made = (promise: string) => promised('A1', promise, '2026-03-01T12:00:00Z', '50.00', '2026-03-10')
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.record(made('a'), cancelled('a', '2026-03-15T12:00:00Z'))
      await stage.record(cancelled('b', '2026-03-15T12:00:00Z'), made('b'))
      await stage.record(made('c'), cancelled('c', '2026-03-05T12:00:00Z'))
      expect((await states('D1')).sort()).toEqual(['broken', 'broken', 'cancelled'])
    })

    test('a payment that bounces un-keeps, also when the bounce is told first', async () => {
      await stage.at(NOW)
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.record(promised('A1', 'one', '2026-02-20T14:00:00Z', '50.00', '2026-03-10'))
      await stage.record(paid('A1', 'p1', '50.00'))
      expect(await states('D1')).toEqual(['kept'])
      await stage.record(reversed('A1', 'p1'))
      expect(await states('D1')).toEqual(['broken'])
      await stage.record(reversed('A1', 'p2'), paid('A1', 'p2', '50.00'))
      expect(await states('D1')).toEqual(['broken'])
    })

    test('on an account fed by snapshots, the falls since the promise count, in whatever order they are told', async () => {
      await stage.at(NOW)
      const days: [day: string, pastDue: string][] = [
        ['01', '100.00'],
        ['05', '70.00'],
        ['06', '120.00'],
        ['09', '90.00'],
      ]
      const told = days.map(
        ([day, pastDue]) =>
          (account: string) =>
            fact('account.snapshot', `2026-03-${day}T02:00:00Z`, {
              account,
              pastDue,
              oldestDueOn: '2026-02-01',
            }),
      )
      const orders = [
        [0, 1, 2, 3],
        [3, 0, 2, 1],
        [2, 3, 1, 0],
      ]
      for (const [run, order] of orders.entries()) {
        const account = `S${run}`
        await stage.record(opened(account, { debtor: `D-${account}` }))
        await stage.record(promised(account, 'kept', '2026-03-02T09:00:00Z', '60.00', '2026-03-08'))
        await stage.record(promised(account, 'half', '2026-03-02T10:00:00Z', '10.00', '2026-03-10'))
        for (const index of order) {
          const one = told[index]
          if (one) await stage.record(one(account))
        }
        expect([run, ...(await states(`D-${account}`))]).toEqual([run, 'kept', 'broken'])
      }
    })

    test('another currency of an account fed by snapshots is no fall', async () => {
      await stage.at(NOW)
      await stage.record(
        opened('B1', { debtor: 'DB', currency: 'BGN' }),
        snapshot('B1', '2026-03-01T02:00:00Z', '195.58', '2026-02-01'),
        promised('B1', 'one', '2026-03-02T09:00:00Z', '19.56', '2026-03-10'),
        fact('account.redenominated', '2026-03-03T00:00:00Z', {
          account: 'B1',
          currency: 'EUR',
          rate: '1.95583',
        }),
        snapshot('B1', '2026-03-04T02:00:00Z', '100.00', '2026-02-01'),
      )
      expect(await states('DB')).toEqual(['broken'])
      await stage.record(snapshot('B1', '2026-03-09T02:00:00Z', '90.00', '2026-02-01'))
      expect(await states('DB')).toEqual(['kept'])
    })

    test('the least is a share of what credit notes and disputes of single obligations had left', async () => {
      await stage.at(NOW)
      await stage.record(
        opened('A1'),
        billed('A1', 'I1', '2026-01-10', '2000.00'),
        billed('A1', 'I2', '2026-01-20', '1900.00'),
        billed('A1', 'I3', '2026-01-30', '100.00'),
        fact('credit.noted', '2026-02-01T09:00:00Z', { account: 'A1', credit: 'C1', amount: '2000.00' }),
        promised('A1', 'one', '2026-03-18T09:00:00Z', '10.00', '2026-03-30'),
      )
      expect(await states('D1')).toEqual(['asked'])
      const disputed = { account: 'A1', dispute: 'd', obligation: 'I2' }
      await stage.record(fact('dispute.opened', '2026-03-17T09:00:00Z', disputed))
      expect(await states('D1')).toEqual(['open'])
      const rejected = { account: 'A1', dispute: 'd', outcome: 'rejected' }
      await stage.record(fact('dispute.resolved', '2026-03-19T09:00:00Z', rejected))
      expect(await states('D1')).toEqual(['open'])
    })

    test('a correction that was before the promise measures it, and one that came after it leaves it as it was taken', async () => {
      await stage.at(NOW)
      await stage.record(
        opened('A1'),
        billed('A1', 'I1', '2026-01-10', '100.00'),
        promised('A1', 'one', '2026-03-10T09:00:00Z', '5.00', '2026-03-30'),
      )
      const correct = (at: string, amount: string) =>
        stage.record(fact('obligation.corrected', at, { account: 'A1', obligation: 'I1', amount }))
      await correct('2026-03-09T09:00:00Z', '900.00')
      expect(await states('D1')).toEqual(['asked'])
      await correct('2026-03-12T09:00:00Z', '2000.00')
      expect(await states('D1')).toEqual(['open'])
      await stage.record(
        fact('obligation.cancelled', '2026-03-13T09:00:00Z', { account: 'A1', obligation: 'I1' }),
      )
      expect(await states('D1')).toEqual(['open'])
    })

    test('a type, another in its place, and a word of a supervisor are kept, in any order', async () => {
      await stage.at(NOW)
      await stage.record(
        opened('A1'),
        fact('promise.accepted', '2026-03-03T09:00:00Z', { account: 'A1', promise: 'two' }),
      )
      await stage.record(
        promised('A1', 'one', '2026-03-01T09:00:00Z', '60.00', '2026-03-08'),
        fact('promise.made', '2026-03-02T09:00:00Z', {
          account: 'A1',
          promise: 'two',
          amount: '5.00',
          by: '2028-01-01',
          kind: 'long',
          replaces: 'one',
        }),
        fact('promise.refused', '2026-03-02T12:00:00Z', { account: 'A1', promise: 'two' }),
      )
      const { promises } = await stage.dossier('D1')
      expect(promises.find(({ externalId }) => externalId === 'two')).toMatchObject({
        amount: 500,
        kind: 'long',
        replaces: 'one',
        accepted: true,
        told: null,
      })
      expect(await states('D1')).toEqual(['superseded', 'open'])
    })

    test('a promise that is told again with the same terms is known already, and the earliest instant counts', async () => {
      await stage.at(NOW)
      const one = (at: string, sum = '50.00') => promised('A1', 'w', at, sum, '2026-03-20')
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'), one('2026-03-05T09:00:00Z'))
      expect(await stage.record(one('2026-03-06T09:00:00Z'))).toMatchObject({
        taken: 0,
        same: 1,
        rejected: [],
      })
      expect(await stage.record(one('2026-03-04T09:00:00Z'))).toMatchObject({ taken: 1, rejected: [] })
      const { promises } = await stage.dossier('D1')
      expect(promises).toMatchObject([{ madeAt: Date.parse('2026-03-04T09:00:00Z'), amount: 5_000 }])
      const { rejected } = await stage.record(one('2026-03-06T10:00:00Z', '60.00'))
      expect(rejected.map(({ code }) => code)).toEqual(['conflicting_fact'])
    })

    test('promises that are told in any order, and twice, end the same', async () => {
      await stage.at(NOW)
      let run = 0
      const day = fc.integer({ min: 1, max: 20 }).map((one) => String(one).padStart(2, '0'))
      const sum = fc.integer({ min: 1, max: 5 }).map((one) => `${one}0.00`)
      const word = fc
        .record({ day, sum, by: day })
        .map((one) => (one.by < one.day ? { ...one, by: one.day } : one))
      const told = fc.record({
        payments: fc.array(fc.record({ day, sum, bounced: fc.boolean() }), { maxLength: 4 }),
        promises: fc.array(word, { minLength: 1, maxLength: 3 }),
        seed: fc.integer(),
      })
      await fc.assert(
        fc.asyncProperty(told, async ({ payments, promises, seed }) => {
          const ends: string[][] = []
          for (const order of ['as given', 'shuffled and twice'] as const) {
            const account = `R${++run}`
            await stage.record(
              opened(account, { debtor: `D-${account}` }),
              billed(account, 'first', '2026-02-01'),
            )
            const facts = [
              ...payments.flatMap((one, index) => [
                paid(account, `p${index}`, one.sum, { at: `2026-03-${one.day}T10:00:00Z` }),
                ...(one.bounced ? [reversed(account, `p${index}`, '2026-03-20T11:00:00Z')] : []),
              ]),
              ...promises.map((one, index) =>
                promised(account, `w${index}`, `2026-03-${one.day}T09:00:00Z`, one.sum, `2026-03-${one.by}`),
              ),
            ]
            await stage.record(...(order === 'as given' ? facts : [...shuffled(facts, seed), ...facts]))
            ends.push((await states(`D-${account}`)).sort())
          }
          expect(ends[0]).toEqual(ends[1])
        }),
        { numRuns: 10 },
      )
    })
  })
}

/** An order that the seed gives. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed >>> 0
  const keyed = items.map((item) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return { item, key: state }
  })
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}
