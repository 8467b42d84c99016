import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { billed, fact, opened, paid, reversed, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'
import { strategy } from './stage.ts'

export function detectContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`detect on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const cases = async () =>
      (await stage.see()).cases.map((one) => `${one.name} ${one.open ? 'open' : one.state} ${one.strategy}`)

    test('the detector opens one case on the day after the due date, in the account’s own zone, once', async () => {
      await stage.record(
        opened('A1', { zone: 'Pacific/Auckland' }),
        billed('A1', 'first', '2026-03-01'),
        opened('A2', { debtor: 'D2', zone: ['America/Los_Angeles', 'UTC'], phone: undefined }),
        billed('A2', 'first', '2026-03-01'),
      )
      await stage.at('2026-03-01T10:59:00Z')
      expect(await stage.detect()).toMatchObject({ opened: 0, more: false })
      await stage.at('2026-03-01T11:05:00Z')
      expect(await stage.detect()).toMatchObject({ opened: 1 })
      await stage.at('2026-03-02T07:59:00Z')
      expect(await stage.detect()).toMatchObject({ opened: 0 })
      await stage.at('2026-03-02T08:05:00Z')
      expect(await stage.detect()).toMatchObject({ opened: 1 })
      expect(await stage.detect()).toMatchObject({ looked: 0, opened: 0 })
      expect(await cases()).toEqual(['A1/1 open all', 'A2/1 open all'])
      const seen = await stage.see()
      expect(seen.cases.every((one) => one.due)).toBe(true)
      expect(seen.facts.filter((kind) => kind === 'case.opened')).toHaveLength(2)
    })

    test('the first strategy by priority whose conditions hold takes the account', async () => {
      stage.strategies([
        strategy('any-acme', { priority: 30, applies: { creditor: ['acme'] } }),
        strategy('new-york', { priority: 10, applies: { region: ['US-NY'], product: ['invoice'] } }),
        strategy('agencies', { priority: 20, applies: { actor: ['third_party'] } }),
      ])
      await stage.record(
        opened('A1', { product: 'invoice' }),
        opened('A2'),
        opened('A3', { debtor: 'D3', region: 'US', product: 'invoice', actor: 'third_party' }),
        opened('A4', { debtor: 'D4', creditor: 'other' }),
        ...['A1', 'A2', 'A3', 'A4'].map((account) => billed(account, 'first', '2026-02-01')),
      )
      expect(await stage.detect()).toMatchObject({ opened: 3, unplaced: 1 })
      expect((await cases()).sort()).toEqual([
        'A1/1 open new-york',
        'A2/1 open any-acme',
        'A3/1 open agencies',
      ])
      expect((await stage.see()).tasks).toEqual(['A4 no_strategy'])
      await stage.at('2026-03-02T12:00:00Z')
      await stage.detect()
      expect((await stage.see()).tasks).toEqual(['A4 no_strategy'])
    })

    test('two accounts of one person that no strategy takes are two tasks', async () => {
      stage.strategies([strategy('acme', { applies: { creditor: ['acme'] } })])
      await stage.record(
        ...['A1', 'A2'].flatMap((account) => [
          opened(account, { debtor: 'D1', creditor: 'other' }),
          billed(account, 'first', '2026-02-01'),
        ]),
      )
      expect(await stage.detect()).toMatchObject({ opened: 0, unplaced: 2 })
      expect((await stage.see()).tasks.sort()).toEqual(['A1 no_strategy', 'A2 no_strategy'])
    })

    test('a threshold holds an account back until enough is past due for long enough', async () => {
      stage.strategies([strategy('later', { open: { dpd: 3, pastDue: '150.00', perDay: 10 } })])
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-28'),
        billed('A1', 'second', '2026-03-03'),
      )
      for (const [day, openedOn] of [
        ['02', 0],
        ['03', 0],
        ['04', 1],
      ] as const) {
        await stage.at(`2026-03-${day}T12:00:00Z`)
        expect(await stage.detect()).toMatchObject({ opened: openedOn })
      }
    })

    test('the first mornings of an old book open the worst first, so many a day', async () => {
      stage.strategies([strategy('slow', { open: { dpd: 1, pastDue: '1', perDay: 2 } })])
      const days = ['2026-02-10', '2025-11-01', '2026-01-15', '2025-12-24', '2026-02-01']
      await stage.record(
        ...days.flatMap((day, index) => [
          opened(`A${index}`, { debtor: `D${index}`, phone: undefined }),
          snapshot(`A${index}`, '2026-03-01T02:00:00Z', '100', day),
        ]),
      )
      expect(await stage.detect(3)).toMatchObject({ looked: 3, opened: 2, more: true })
      expect(await stage.detect(3)).toMatchObject({ opened: 0, more: false })
      expect((await cases()).sort()).toEqual(['A1/1 open slow', 'A3/1 open slow'])
      await stage.at('2026-03-02T00:05:00Z')
      await stage.detect()
      expect((await cases()).sort()).toEqual([
        'A1/1 open slow',
        'A2/1 open slow',
        'A3/1 open slow',
        'A4/1 open slow',
      ])
    })

    test('a cured case opens again for an old anchor, and a new one is opened for a later anchor', async () => {
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.detect()
      await stage.record(paid('A1', 'P1', '100.00'))
      await stage.closeCase('A1', 'cured', '2026-02-01')
      const back = await stage.record(reversed('A1', 'P1', '2026-03-01T11:00:00Z'))
      expect(back.look).toBe(true)
      expect(await stage.detect()).toMatchObject({ opened: 0, reopened: 1 })
      expect(await cases()).toEqual(['A1/1 open all'])
      await stage.record(paid('A1', 'P2', '100.00'))
      await stage.closeCase('A1', 'cured', '2026-02-01')
      await stage.record(billed('A1', 'second', '2026-02-20'))
      expect(await stage.detect()).toMatchObject({ opened: 1, reopened: 0 })
      expect(await cases()).toEqual(['A1/1 cured all', 'A1/2 open all'])
      expect((await stage.see()).facts.filter((kind) => kind.startsWith('case.'))).toEqual([
        'case.opened',
        'case.reopened',
        'case.opened',
      ])
    })

    test('an ended account opens nothing, a reopened one a case of a new number', async () => {
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.detect()
      await stage.record(fact('account.closed', '2026-03-01T11:00:00Z', { account: 'A1', reason: 'settled' }))
      await stage.closeCase('A1', 'settled', '2026-02-01')
      await stage.record(fact('account.reopened', '2026-03-01T11:30:00Z', { account: 'A1' }))
      expect(await stage.detect()).toMatchObject({ opened: 1, reopened: 0 })
      expect(await cases()).toEqual(['A1/1 settled all', 'A1/2 open all'])
    })
  })
}
