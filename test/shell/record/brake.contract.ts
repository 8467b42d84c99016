import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** Brakes that a replay, or whoever may, states as facts. */
export function brakeContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`brakes as facts on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const set = (at: string, scope: Record<string, unknown> = {}) => fact('brake.set', at, scope)
    const released = (at: string, scope: Record<string, unknown> = {}) => fact('brake.released', at, scope)
    const texts = { channel: 'sms', creditor: 'acme', by: 'ann' }

    test('one is set, and released by the same words only', async () => {
      await stage.at('2026-03-02T12:00:00Z')
      await stage.record(opened('A1'))
      expect(await stage.record(set('2026-03-02T09:00:00Z', texts))).toMatchObject({ taken: 1, rejected: [] })
      expect(await stage.brakes()).toEqual(['sms of acme 2026-03-02T09:00:00Z ann on'])
      const other = await stage.record(released('2026-03-02T10:00:00Z', { channel: 'sms' }))
      expect(other).toMatchObject({ taken: 0, rejected: [{ code: 'no_such_brake', line: 1 }] })
      const bob = { ...texts, by: 'bob' }
      expect(await stage.record(released('2026-03-02T11:00:00Z', bob))).toMatchObject({ taken: 1 })
      expect(await stage.brakes()).toEqual(['sms of acme 2026-03-02T09:00:00Z ann 2026-03-02T11:00:00Z bob'])
      expect((await stage.see()).facts).toEqual(['account.opened', 'brake.set', 'brake.released'])
    })

    test('one on a creditor or strategy that does not exist stops nothing, and is refused with the nearest name', async () => {
      await stage.at('2026-03-02T12:00:00Z')
      await stage.record(opened('A1'), billed('A1', 'I1', '2026-02-01'))
      await stage.detect()
      const at = '2026-03-02T09:00:00Z'
      const { taken, rejected } = await stage.record(
        set(at, { creditor: 'acne' }),
        set(at, { strategy: 'al' }),
        set(at, { creditor: 'acme', strategy: 'all' }),
      )
      expect(taken).toBe(1)
      expect(rejected).toMatchObject([
        { code: 'unknown_creditor', path: 'creditor', line: 1, suggestion: 'did you mean acme?' },
        { code: 'unknown_strategy', path: 'strategy', line: 2, suggestion: 'did you mean all?' },
      ])
      expect(await stage.brakes()).toEqual(['everything of acme under all 2026-03-02T09:00:00Z ledger on'])
    })

    test('a creditor is known from the line before in the same page', async () => {
      await stage.at('2026-03-02T12:00:00Z')
      const both = [opened('A1'), set('2026-03-02T09:00:00Z', { creditor: 'acme' })]
      expect(await stage.record(...both)).toMatchObject({ taken: 2, rejected: [] })
    })

    test('a file of a creditor without accounts is taken, and told', async () => {
      await stage.at('2026-03-02T12:00:00Z')
      await stage.record(opened('A1'))
      const whole = (creditor: string) =>
        fact('feed.completed', '2026-03-02T09:00:00Z', { creditor, asOf: '2026-03-02' })
      expect(await stage.record(whole('acme'), whole('acne'))).toMatchObject({
        taken: 2,
        rejected: [],
        warnings: [{ code: 'unknown_creditor', path: 'creditor', line: 2, suggestion: 'did you mean acme?' }],
      })
    })

    test('a brake that is told twice, or set while it is on, changes nothing', async () => {
      await stage.at('2026-03-02T12:00:00Z')
      const first = set('2026-03-02T09:00:00Z')
      await stage.record(first)
      expect(await stage.record(first, set('2026-03-02T10:00:00Z'))).toMatchObject({ taken: 0, same: 2 })
      expect(await stage.brakes()).toEqual(['everything 2026-03-02T09:00:00Z ledger on'])
      const last = released('2026-03-02T11:00:00Z')
      expect(await stage.record(last, last)).toMatchObject({ taken: 1, same: 1 })
    })

    test('a brake that is set, released and set again in one page is two brakes', async () => {
      await stage.at('2026-03-02T12:00:00Z')
      await stage.record(
        set('2026-03-02T08:00:00Z'),
        released('2026-03-02T09:00:00Z'),
        set('2026-03-02T10:00:00Z'),
      )
      expect(await stage.brakes()).toEqual([
        'everything 2026-03-02T08:00:00Z ledger 2026-03-02T09:00:00Z ledger',
        'everything 2026-03-02T10:00:00Z ledger on',
      ])
    })
  })
}
