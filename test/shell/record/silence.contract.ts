import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOLD_REASON, HOLD_REASONS } from '../../../src/core/model/hold-reason.ts'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** The contract says whom a word that asks for silence reaches, whichever account it was said on. */
export function silenceContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`silence on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        opened('A2', { phone: '+12025550122' }),
        billed('A2', 'first', '2026-02-01'),
        opened('B1', { debtor: 'D2' }),
        billed('B1', 'first', '2026-02-01'),
        opened('C1', { debtor: 'D3', phone: '+12025550133' }),
        billed('C1', 'first', '2026-02-01'),
      )
      await stage.detect()
    })
    afterEach(() => stage.close())

    const at = '2026-03-01T11:00:00Z'
    /** The holds of a debtor: the kind, and whether it is of one account or of the person. */
    const holds = async (debtor: string) =>
      (await stage.dossier(debtor)).holds.map(
        ({ kind, account }) => `${kind} of ${account ? 'account' : 'person'}`,
      )
    /** Cases whose intentions are void. */
    const voided = async () =>
      (await stage.see()).cases.filter(({ epoch }) => epoch > 0).map((one) => one.name)
    const texts = (account: string, text: string) =>
      stage.record(
        fact('contact.recorded', at, {
          account,
          channel: 'sms',
          direction: 'in',
          point: '+12025550100',
          disposition: 'replied',
          text,
        }),
      )

    test('a STOP by text silences every account of the person, and whoever else is behind the number', async () => {
      await texts('A1', 'STOP')
      expect(await voided()).toEqual(['A1/1', 'A2/1', 'B1/1'])
      expect(await holds('D1')).toEqual(['optout of person'])
      const [hold] = (await stage.dossier('D1')).holds
      expect([hold?.reason, hold?.until, hold?.lifted]).toEqual([null, null, null])
    })

    test('an opt-out that names no number is of the whole person, on every number', async () => {
      await stage.record(fact('optout.received', at, { account: 'A2' }))
      expect(await voided()).toEqual(['A1/1', 'A2/1'])
      const [hold] = (await stage.dossier('D1')).holds
      expect(hold).toMatchObject({ kind: 'optout', account: null, number: null, channel: null })
    })

    test('an opt-out of a channel is kept with its channel', async () => {
      await stage.record(fact('optout.received', at, { account: 'A1', channel: 'sms' }))
      expect((await stage.dossier('D1')).holds).toMatchObject([
        { kind: 'optout', account: null, channel: 'sms' },
      ])
    })

    test('a cease said on one account silences all of them', async () => {
      await stage.record(fact('cease.received', at, { account: 'A2' }))
      expect(await voided()).toEqual(['A1/1', 'A2/1'])
      expect(await holds('D1')).toEqual(['cease of person'])
    })

    test.each(HOLD_REASONS)(
      'a hold for %s reaches whom its reason says, and voids what was intended there',
      async (reason) => {
        await stage.record(fact('hold.placed', at, { account: 'A1', hold: 'H1', reason }))
        const { affects } = HOLD_REASON[reason]
        const person = affects === 'person' || affects === 'person_unless_named'
        expect(await voided()).toEqual(person ? ['A1/1', 'A2/1'] : ['A1/1'])
        expect(await holds('D1')).toEqual([person ? 'hold of person' : 'hold of account'])
      },
    )

    test.each(HOLD_REASONS)(
      'a hold for %s that lists accounts reaches those, unless it is of the person',
      async (reason) => {
        await stage.record(fact('hold.placed', at, { debtor: 'D1', hold: 'H1', reason, accounts: ['A2'] }))
        const person = HOLD_REASON[reason].affects === 'person'
        expect(await voided()).toEqual(person ? ['A1/1', 'A2/1'] : ['A2/1'])
        expect(await holds('D1')).toEqual([person ? 'hold of person' : 'hold of account'])
      },
    )

    test('a hold that lists an account of somebody else, or of nobody, is refused with the field', async () => {
      const placed = (accounts: string[]) =>
        stage.record(fact('hold.placed', at, { debtor: 'D1', hold: 'H1', reason: 'attorney', accounts }))
      expect((await placed(['A1', 'C1'])).rejected).toMatchObject([
        { code: 'account_of_other_debtor', path: 'accounts', line: 1 },
      ])
      expect((await placed(['A1', 'Z9'])).rejected).toMatchObject([
        { code: 'unknown_account', path: 'accounts' },
      ])
      // The row itself was refused, which holds the debtor until a good one comes.
      const { holds } = await stage.dossier('D1')
      expect(holds.map(({ reason }) => reason)).not.toContain('attorney')
    })

    test('a hold that was over before it was told voids nothing: the case is looked at', async () => {
      await stage.record(
        fact('hold.placed', '2026-02-01T09:00:00Z', {
          account: 'A1',
          hold: 'H1',
          reason: 'complaint',
          until: '2026-02-20',
        }),
      )
      expect(await voided()).toEqual([])
      expect((await stage.see()).cases.filter(({ due }) => due).map((one) => one.name)).toContain('A1/1')
    })

    test('a hold that is lifted voids nothing more', async () => {
      const lifted = { account: 'A1', hold: 'H1' }
      await stage.record(fact('hold.placed', at, { ...lifted, reason: 'complaint' }))
      await stage.record(fact('hold.lifted', '2026-03-01T11:30:00Z', lifted))
      const [file] = (await stage.see()).cases.filter((one) => one.name === 'A1/1')
      expect([file?.epoch, file?.due]).toEqual([1, true])
      expect((await stage.see()).holds).toEqual(['D1 hold H1 off'])
    })

    test('a hold that nobody placed is lifted beforehand, and its sender is told', async () => {
      const { warnings } = await stage.record(fact('hold.lifted', at, { account: 'A1', hold: 'H7' }))
      expect(warnings).toMatchObject([{ code: 'unknown_hold', path: 'hold' }])
      const word = fact('dispute.resolved', at, { account: 'A1', dispute: 'X7', outcome: 'rejected' })
      expect((await stage.record(word)).warnings).toMatchObject([
        { code: 'unknown_dispute', path: 'dispute' },
      ])
      expect((await stage.record(fact('cease.withdrawn', at, { account: 'A1' }))).warnings).toEqual([])
    })
  })
}
