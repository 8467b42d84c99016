import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listHumanTasks } from '../../../src/flow/human-task.ts'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

type Given = Record<string, unknown>

const NUMBER = '+12025550100'
const at = '2026-03-01T11:00:00Z'
const later = '2026-03-01T11:30:00Z'

/** What is said in a contact acts, at whatever door it is told. D1 has two accounts, D2 is behind the same number. */
export function wordsContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`words on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        opened('A2'),
        billed('A2', 'first', '2026-02-01'),
        opened('B1', { debtor: 'D2', phone: '+1 (202) 555-0100' }),
        billed('B1', 'first', '2026-02-01'),
      )
      await stage.detect()
    })
    afterEach(() => stage.close())

    const said = (disposition: string, more: Given = {}) =>
      fact('contact.recorded', at, { account: 'A1', channel: 'call', disposition, ...more })
    const told = (account: string, disposition: string) =>
      fact('contact.outcome', at, { account, step: 'call', disposition })
    const heldBy = async (debtor = 'D1') =>
      (await stage.dossier(debtor)).holds.map(
        ({ kind, reason, account, lifted }) =>
          `${kind} ${reason ?? '-'} on ${account === null ? 'person' : 'account'}${lifted === null ? '' : ' over'}`,
      )
    const tasks = async () =>
      (await listHumanTasks(stage.people.store, { limit: 50 })).map(({ kind, about }) => `${about} ${kind}`)

    describe.each([
      ['rpc_attorney', 'hold attorney on person', 'hold_attorney'],
      ['rpc_bankrupt', 'hold bankruptcy on person', 'hold_bankruptcy'],
      ['third_deceased', 'hold deceased on person', 'hold_deceased'],
      ['rpc_cease', 'cease - on person', 'cease'],
      ['rpc_dispute', 'dispute - on account', 'dispute'],
      ['rpc_hardship', 'hold hardship on account', 'hold_hardship'],
    ])('%s', (disposition, held, task) => {
      const doors: [string, () => Promise<unknown>][] = [
        ['recorded on an account', () => stage.record(said(disposition))],
        ['recorded with a number', () => stage.record(said(disposition, { point: NUMBER }))],
        ['recorded inbound', () => stage.record(said(disposition, { direction: 'in' }))],
        ['reported of a call', () => reported(disposition)],
      ]
      test.each(doors)('the word acts where it is %s', async (_door, tell) => {
        await stage.contact('A1', { channel: 'sms', state: 'planned', step: 'w1' })
        await tell()
        expect(await heldBy()).toEqual([held])
        expect(await heldBy('D2')).toEqual([])
        expect(await tasks()).toEqual([`A1 ${task}`])
        const { contacts } = await stage.see()
        expect(contacts.find(({ channel }) => channel === 'sms')?.state).toBe('cancelled')
      })

      test('the word said of the debtor only is about all that he owes', async () => {
        await stage.record(said(disposition, { account: undefined, debtor: 'D1' }))
        expect(await heldBy()).toEqual([held.replace('account', 'person')])
      })

      test('the word said again opens no second task', async () => {
        await stage.record(said(disposition), said(disposition, { at: later }))
        await stage.record(said(disposition, { at: '2026-03-01T11:45:00Z' }))
        expect(await tasks()).toEqual([`A1 ${task}`])
        expect(await heldBy()).toEqual([held])
      })
    })

    const reported = async (disposition: string) => {
      await stage.contact('A1', { channel: 'call', state: 'sending', step: 'call' })
      return stage.record(told('A1', disposition))
    }

    test('a lasting word acts however old; a dated one only while it would still be open', async () => {
      const old = { at: '2023-03-01T11:00:00Z' }
      await stage.record(said('rpc_hardship', old), said('rpc_dispute', old), said('rpc_callback', old))
      expect(await tasks()).toEqual([])
      const { holds } = await stage.dossier('D1')
      expect(holds.map(({ until }) => until ?? '').sort()).toEqual(['2023-04-30', '2023-05-30'])
      await stage.record(said('third_deceased', old))
      expect(await tasks()).toEqual(['A1 hold_deceased'])
    })

    test('a later word that names the hold ends it, in any order', async () => {
      const lift = fact('hold.lifted', later, { debtor: 'D1', hold: 'rpc_attorney' })
      await stage.record(lift)
      await stage.record(said('rpc_attorney'))
      expect(await heldBy()).toEqual(['hold attorney on person over'])
      expect(await tasks()).toEqual([])
      await stage.record(said('rpc_attorney', { at: '2026-03-01T11:45:00Z' }))
      expect(await heldBy()).toEqual(['hold attorney on person'])
      expect(await tasks()).toEqual(['A1 hold_attorney'])
    })

    test('a wrong number is named by the word, or is the only one; else a human finds it', async () => {
      await stage.record(said('wrong_number', { point: NUMBER }))
      expect((await stage.see()).points).toEqual([`D1 ${NUMBER} invalid`, `D2 ${NUMBER} valid`])
      await stage.record(said('invalid_number', { account: 'B1' }))
      expect((await stage.see()).points).toEqual([`D1 ${NUMBER} invalid`, `D2 ${NUMBER} invalid`])
      await stage.record(
        opened('C1', { debtor: 'D3', phone: '+12025550133' }),
        fact('point.added', at, { debtor: 'D3', kind: 'phone', value: '+12025550134' }),
        said('invalid_number', { account: 'C1' }),
      )
      expect((await stage.see()).points).toContain('D3 +12025550133 valid')
      expect(await tasks()).toEqual(['C1 which_point'])
    })

    test('a number that does not exist is dead for others behind it, though the word names none', async () => {
      await stage.record(said('invalid_number'))
      expect((await stage.see()).points).toEqual([`D1 ${NUMBER} invalid`, `D2 ${NUMBER} invalid`])
    })

    test('a number told dead before it is known to be the debtor’s stays dead', async () => {
      await stage.record(said('wrong_number', { point: '+12025550144' }))
      await stage.record(
        fact('point.added', '2026-02-01T11:00:00Z', { debtor: 'D1', kind: 'phone', value: '+12025550144' }),
      )
      expect((await stage.see()).points).toEqual([
        `D1 ${NUMBER} valid`,
        'D1 +12025550144 invalid',
        `D2 ${NUMBER} valid`,
      ])
    })

    test('an address that does not exist is dead', async () => {
      await stage.record(
        fact('point.added', at, { debtor: 'D1', kind: 'address', value: '1 Main St' }),
        said('moved_away', { channel: 'visit' }),
      )
      expect((await stage.see()).points).toEqual([
        'D1 +12025550100 valid',
        'D1 1 Main St invalid',
        'D2 +12025550100 valid',
      ])
    })

    test('whoever said stop is left alone, also where an agency reports it', async () => {
      await stage.record(said('replied_stop', { channel: 'sms', point: NUMBER }))
      expect(await heldBy()).toEqual(['optout - on person'])
      expect(await heldBy('D2')).toEqual(['optout - on person'])
      await stage.record(
        opened('C1', { debtor: 'D3', phone: '+12025550133' }),
        said('replied_stop', { channel: 'sms', account: 'C1' }),
      )
      expect(await heldBy('D3')).toEqual(['optout - on person'])
    })

    test('a promise is one where its amount and day are given; else a human asks for them', async () => {
      await stage.record(said('rpc_promise', { promise: { amount: '40.00', by: '2026-03-10' } }))
      expect((await stage.see()).promises).toHaveLength(1)
      expect((await stage.see()).promises[0]).toMatch(/^A1 said-[0-9a-f]{12} 4000 2026-03-10$/)
      expect(await tasks()).toEqual([])
      await stage.record(said('met_promise', { channel: 'visit' }), said('rpc_callback'))
      expect(await tasks()).toEqual(['A1 promise_terms', 'A1 call_back'])
      expect(
        await stage.record(
          said('rpc_promise', { at: later, promise: { amount: '4.001', by: '2026-03-10' } }),
        ),
      ).toMatchObject({ rejected: [{ code: 'bad_amount', path: 'promise.amount' }] })
    })

    test('a word on a call that was taken back meanwhile acts, and the call counts, once more where it was a talk', async () => {
      const contact = await stage.contact('A1', { channel: 'call', state: 'cancelled', step: 'call' })
      const word = (disposition: string) =>
        stage.record(fact('contact.outcome', at, { account: 'A1', contact, disposition }))
      const made = async () => (await stage.see()).contacts.filter(({ state }) => state === 'sent').length
      const before = await made()
      for (const [said, times] of [
        ['no_answer', 1],
        ['voicemail', 1],
        ['rpc_attorney', 2],
        ['rpc_dispute', 2],
      ] as const) {
        expect(await word(said)).toMatchObject({ taken: 1, rejected: [] })
        expect((await made()) - before).toBe(times)
      }
      expect(await heldBy()).toEqual(['hold attorney on person', 'dispute - on account'])
      expect((await tasks()).toSorted()).toEqual(['A1 dispute', 'A1 hold_attorney', 'A1 sent_after_end'])
    })
  })
}
