import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fact } from './facts.ts'
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
      expect(await stage.record(set('2026-03-02T09:00:00Z', texts))).toMatchObject({ taken: 1, rejected: [] })
      expect(await stage.brakes()).toEqual(['sms of acme 2026-03-02T09:00:00Z ann on'])
      const other = await stage.record(released('2026-03-02T10:00:00Z', { channel: 'sms' }))
      expect(other).toMatchObject({ taken: 0, rejected: [{ code: 'no_such_brake', line: 1 }] })
      const bob = { ...texts, by: 'bob' }
      expect(await stage.record(released('2026-03-02T11:00:00Z', bob))).toMatchObject({ taken: 1 })
      expect(await stage.brakes()).toEqual(['sms of acme 2026-03-02T09:00:00Z ann 2026-03-02T11:00:00Z bob'])
      expect((await stage.see()).facts).toEqual(['brake.set', 'brake.released'])
    })

    test('told twice, or set while it is on, changes nothing', async () => {
      await stage.at('2026-03-02T12:00:00Z')
      const first = set('2026-03-02T09:00:00Z')
      await stage.record(first)
      expect(await stage.record(first, set('2026-03-02T10:00:00Z'))).toMatchObject({ taken: 0, same: 2 })
      expect(await stage.brakes()).toEqual(['everything 2026-03-02T09:00:00Z ledger on'])
      const last = released('2026-03-02T11:00:00Z')
      expect(await stage.record(last, last)).toMatchObject({ taken: 1, same: 1 })
    })

    test('set, released and set again in one page are two brakes', async () => {
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
