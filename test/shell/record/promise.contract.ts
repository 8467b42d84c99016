import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { promiseStates } from '../../../src/core/promise/state.ts'
import { billed, fact, opened, paid, reversed } from './facts.ts'
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
