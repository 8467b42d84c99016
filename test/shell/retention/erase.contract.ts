import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { kept } from '../../core/retention/records.ts'
import { billed, fact, opened, paid } from '../record/facts.ts'
import type { RetentionStage } from './stage.ts'

export function eraseContract(store: string, open: () => Promise<RetentionStage>): void {
  describe(`erasing a person on ${store}`, () => {
    let stage: RetentionStage
    beforeEach(async () => {
      stage = await open()
      await stage.at('2026-03-02T12:00:00Z')
      await stage.record(
        opened('A1', { name: 'Ann Example' }),
        opened('A2', { debtor: 'D2', phone: '+12025550100' }),
        fact('dispute.opened', '2026-03-01T10:00:00Z', { account: 'A1', dispute: 'x', reason: 'not me' }),
      )
    })
    afterEach(() => stage.close())

    const done = { ok: true, erased: { texts: 1, points: 1, name: true } }

    it('an erasure is refused while a minimum still runs, with rule and date', async () => {
      await stage.record(fact('account.closed', '2026-03-02T11:00:00Z', { account: 'A1', reason: 'settled' }))
      await stage.at('2027-03-02T12:00:00Z')
      expect(await stage.erase('D1')).toMatchObject({
        ok: false,
        why: 'kept',
        blockers: [
          { kind: 'complaint', rule: 'XX-T1', pack: 'xx-test', through: '2029-03-02' },
          { kind: 'personal_data', rule: 'XX-T2', through: '2027-03-02' },
        ],
      })
      expect(await stage.texts()).toEqual(['D1 reason held'])
    })

    it('an erasure is refused while a case is open, whatever the rules', async () => {
      stage.law([kept(['visit_av'], { min: { years: 1 } })])
      await stage.record(billed('A1', 'o', '2026-02-01'))
      await stage.detect()
      await stage.at('2036-03-02T12:00:00Z')
      expect(await stage.erase('D1')).toEqual({ ok: false, why: 'collecting', accounts: ['A1'] })
    })

    it('an erasure takes everything personal of the person, and of nobody else', async () => {
      stage.law([kept(['complaint'], { min: { years: 1 } })])
      await stage.at('2027-03-03T12:00:00Z')
      expect(await stage.erase('D1', { dry: true })).toEqual({ ok: true, erased: null })
      expect(await stage.texts()).toEqual(['D1 reason held'])
      expect(await stage.erase('D1')).toEqual(done)
      expect(await stage.texts()).toEqual(['D1 reason gone'])
      expect(await stage.values()).toEqual(['D1 name gone', 'D1 phone gone', 'D2 name gone', 'D2 phone held'])
    })

    it('an erasure ends collection and silences the person for good', async () => {
      stage.law([kept(['complaint'], { min: { years: 1 } })])
      await stage.at('2027-03-03T12:00:00Z')
      await stage.erase('D1')
      const { accounts, holds, facts } = await stage.see()
      expect(accounts['A1']?.collection).toBe('ended')
      expect(holds).toContain('D1 cease cease on')
      expect(facts.slice(-3)).toEqual(['account.closed', 'cease.received', 'person.erased'])
    })

    it('nothing about the person is taken any more, and nobody comes back by a file', async () => {
      stage.law([kept(['complaint'], { min: { years: 1 } })])
      await stage.at('2027-03-03T12:00:00Z')
      await stage.erase('D1')
      const before = await stage.see()
      const at = '2027-03-03T11:00:00Z'
      const { taken, rejected } = await stage.record(
        opened('A1', { name: 'Ann Example' }),
        opened('A9', { name: 'Ann Example' }),
        fact('account.reopened', at, { account: 'A1' }),
        fact('account.snapshot', at, { account: 'A1', pastDue: '900.00', oldestDueOn: '2026-02-01' }),
        paid('A1', 'p', '1.00'),
        fact('cease.withdrawn', at, { debtor: 'D1' }),
        fact('promise.made', at, { account: 'A1', promise: 'P', amount: '5.00', by: '2027-03-09' }),
        fact('plan.agreed', at, { account: 'A1', plan: 'L', rates: [{ on: '2027-03-09', amount: '5.00' }] }),
        fact('settlement.offered', at, {
          account: 'A1',
          settlement: 'S',
          amount: '5.00',
          until: '2027-03-09',
          by: 'anna',
        }),
        fact('point.added', at, { debtor: 'D1', kind: 'phone', value: '+12025550100' }),
        fact('contact.recorded', at, { debtor: 'D1', channel: 'sms', disposition: 'replied', text: 'hello' }),
      )
      expect([taken, new Set(rejected.map(({ code }) => code))]).toEqual([0, new Set(['person_erased'])])
      expect(rejected).toHaveLength(11)
      expect(await stage.see()).toEqual(before)
    })

    it('what was agreed in a contact goes with the erasure: its words, and nothing else is left to come of it', async () => {
      const said = { channel: 'call', agent: 'amy', text: 'my son pays' } as const
      await stage.record(
        fact('contact.recorded', '2026-03-01T11:00:00Z', {
          account: 'A1',
          ...said,
          disposition: 'rpc_plan',
          plan: { sum: '10.00', first: '2026-03-09', every: 'week', number: 2 },
        }),
        fact('contact.recorded', '2026-03-01T12:00:00Z', {
          account: 'A1',
          ...said,
          disposition: 'rpc_settlement',
          settlement: { amount: '5.00', payBy: '2026-03-20' },
        }),
      )
      stage.law([kept(['complaint'], { min: { years: 1 } })])
      await stage.at('2036-03-03T12:00:00Z')
      expect(await stage.erase('D1')).toMatchObject({ ok: true, erased: { texts: 3 } })
      expect(new Set(await stage.texts())).toEqual(new Set(['D1 reason gone', 'D1 text gone']))
    })

    it('a number that is shared stays open for the others behind it', async () => {
      stage.law([kept(['complaint'], { min: { years: 1 } })])
      await stage.at('2027-03-03T12:00:00Z')
      await stage.erase('D1')
      expect((await stage.see()).points).toEqual(['D1 - invalid', 'D2 +12025550100 valid'])
      const said = { debtor: 'D2', point: '+12025550100', channel: 'sms', disposition: 'replied' }
      const { taken } = await stage.record(fact('contact.recorded', '2027-03-03T11:00:00Z', said))
      expect(taken).toBe(1)
    })

    it("the house's own time may be waived, a law's never", async () => {
      stage.law(
        [kept(['message'], { min: { years: 9 } })],
        [
          kept(['complaint'], { min: { years: 2 } }),
          kept(['personal_data'], { min: { years: 1 }, from: 'close' }),
        ],
      )
      await stage.at('2027-03-03T12:00:00Z')
      expect(await stage.erase('D1')).toMatchObject({
        why: 'kept',
        blockers: [
          { kind: 'personal_data', waits: 'still_open', house: true },
          { kind: 'complaint', house: true },
        ],
      })
      expect(await stage.erase('D1', { waiveHouse: true, dry: true })).toEqual({ ok: true, erased: null })
      stage.law([kept(['complaint'], { min: { years: 2 } })])
      expect(await stage.erase('D1', { waiveHouse: true })).toMatchObject({ why: 'kept' })
    })

    it('an erasure goes on where it stopped: its own closing facts are no activity', async () => {
      stage.law([kept(['complaint'], { min: { years: 1 }, from: 'last_activity' })])
      await stage.at('2027-03-03T12:00:00Z')
      await expect(stage.erase('D1', { stopBeforeTheEnd: true })).rejects.toThrow('stopped')
      expect(await stage.texts()).toEqual(['D1 reason held'])
      await stage.at('2027-03-04T12:00:00Z')
      expect(await stage.erase('D1')).toEqual(done)
    })

    it('a second erasure is said to be done already', async () => {
      stage.law([kept(['complaint'], { min: { years: 1 } })])
      await stage.at('2027-03-03T12:00:00Z')
      await stage.erase('D1')
      expect(await stage.erase('D1')).toEqual({ ok: false, why: 'erased' })
    })
  })
}
