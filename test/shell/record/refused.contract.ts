import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listHumanTasks, resolveHumanTask } from '../../../src/flow/human-task.ts'
import { billed, fact, opened, paid, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** Rows that are refused: D1 has A1 and A2 fed by bills, D2 has S1 fed by snapshots; each has a text planned. */
export function refusedContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`refused rows on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        opened('A2'),
        billed('A2', 'first', '2026-02-01'),
        opened('S1', { debtor: 'D2', phone: '+12025550111', score: 0.4 }),
        snapshot('S1', '2026-02-20T02:00:00Z', '50.00', '2026-02-01'),
      )
      await stage.detect()
      for (const account of ['A1', 'A2', 'S1'])
        await stage.contact(account, { channel: 'sms', state: 'queued' })
    })
    afterEach(() => stage.close())

    const states = async () => (await stage.see()).contacts.map(({ state }) => state)
    const held = async () =>
      (await stage.see()).holds
        .filter((hold) => hold.endsWith(' on'))
        .map((hold) => hold.replace(/#[0-9a-f]{8}/, ''))
    const tasks = () => listHumanTasks(stage.people.store, { role: 'data', limit: 10 })
    const spoilt = paid('A1', 'P\u0000', '5.00')
    const badPayment = { ...paid('A1', 'p1', '5.00'), at: '0001-01-01T00:00:00+14:00' }
    const badShot = snapshot('S1', '2026-03-01T02:00:00Z', '1e3', '2026-02-01')

    test('a payment with a zero in its reference stops the text that is queued, in the same transaction', async () => {
      expect(await stage.door(spoilt)).toMatchObject({ taken: 0, rejected: [] })
      expect(await states()).toEqual(['cancelled', 'queued', 'queued'])
      expect((await held())[0]).toMatch(/^D1 hold refused:payment.received:[0-9a-f]{16} on$/)
      const [dossier] = [await stage.dossier('D1')]
      expect(dossier.holds).toMatchObject([
        { kind: 'hold', reason: 'data_refused', until: null, lifted: null },
      ])
      expect((await stage.see()).facts).toContain('row.refused')
    })

    test('one task per source and kind counts on, in codes and never in values', async () => {
      await stage.door(spoilt, badPayment, { ...badPayment, account: 'nobody' })
      await stage.door(badPayment, badShot, 'not an object')
      const told = (await tasks()).map(({ about, role, reason }) => `${role} ${about}: ${reason}`).sort()
      expect(told).toEqual([
        expect.stringContaining(
          'data ledger account.snapshot: rows were refused (ledger account.snapshot): bad_amount 1;',
        ),
        expect.stringContaining(
          'data ledger payment.received: rows were refused (ledger payment.received): bad_instant 3, bad_text 1;',
        ),
        expect.stringContaining('data ledger unreadable: rows were refused (ledger unreadable): bad_fact 1;'),
      ])
    })

    test('the good row of the same payment answers it; another payment does not', async () => {
      await stage.door(badPayment, paid('A1', 'p2', '1.00'))
      expect(await held()).toEqual(['D1 hold refused:payment.received:p1 on'])
      await stage.door(paid('A1', 'p1', '5.00'))
      expect(await held()).toEqual([])
      expect((await stage.see()).facts.filter((kind) => kind.startsWith('row.'))).toEqual([
        'row.refused',
        'row.answered',
      ])
    })

    test('an account that a line gives to another debtor stays quiet, whatever else opens for its own', async () => {
      await stage.door(opened('A1', { debtor: 'D2' }))
      expect(await held()).toEqual(['D1 hold refused:account.opened: on'])
      await stage.door(opened('A3'))
      expect(await held()).toEqual(['D1 hold refused:account.opened: on'])
    })

    test('good and then bad in one page is quiet, bad and then good is answered', async () => {
      await stage.door(paid('A1', 'p1', '5.00'), { ...badPayment, payment: 'p1' })
      expect(await held()).toHaveLength(1)
      await stage.door(badPayment, paid('A1', 'p1', '5.00'))
      expect(await held()).toEqual([])
      await stage.door(paid('A1', 'p1', '5.00'), badPayment)
      expect(await held()).toHaveLength(1)
    })

    test('the next good snapshot answers a refused one, yesterday’s file again does not', async () => {
      await stage.door(badShot)
      expect(await held()).toEqual(['D2 hold refused:account.snapshot: on'])
      await stage.door(snapshot('S1', '2026-02-20T02:00:00Z', '50.00', '2026-02-01'))
      await stage.door(snapshot('S1', '2026-02-19T02:00:00Z', '50.00', '2026-02-01'))
      expect(await held()).toHaveLength(1)
      await stage.door(snapshot('S1', '2026-03-01T02:00:00Z', '50.00', '2026-02-01'))
      expect(await held()).toEqual([])
    })

    test('what the ledger itself refuses holds too: a payment that says another amount under a known name', async () => {
      await stage.door(paid('A1', 'p1', '5.00'))
      const { rejected } = await stage.door(paid('A1', 'p1', '6.00'))
      expect(rejected).toMatchObject([{ code: 'conflicting_fact', line: 1 }])
      expect(await held()).toEqual(['D1 hold refused:payment.received:p1 on'])
    })

    test('a row that names only the debtor holds the person, one of an unknown account nobody, and a repeated one nobody', async () => {
      await stage.door(paid('nobody', 'p1', '5.00'), paid('A1', 'p9', '5.00'))
      await stage.door(paid('A1', 'p9', '5.00'))
      expect(await held()).toEqual([])
      await stage.door(fact('optout.received', '2026-02-30T00:00:00Z', { debtor: 'D1', channel: 'sms' }))
      expect(await held()).toMatchObject([expect.stringMatching(/^D1 hold refused:optout.received:/)])
      expect(await states()).toEqual(['cancelled', 'cancelled', 'queued'])
      await stage.door(fact('optout.received', '2026-02-28T00:00:00Z', { debtor: 'D1', channel: 'sms' }))
      expect((await held()).filter((hold) => hold.includes('refused'))).toEqual([])
    })

    test('a name is read even where something unseen is in it, and a misspelt kind is meant', async () => {
      await stage.door({ ...paid('A1', 'p1', '5.00'), account: 'A\u200b1' })
      await stage.door({ ...paid('A2', 'p1', '5.00'), type: 'payment.recieved' })
      expect(await held()).toEqual([
        'D1 hold refused:payment.received:p1 on',
        'D1 hold refused:payment.received:p1 on',
      ])
    })

    test('a human releases what came of the task; a fact that names the hold is refused, and says what ends it', async () => {
      await stage.door(badPayment, badShot)
      const payments = (await tasks()).find(({ about }) => about === 'ledger payment.received')
      const answer = { id: payments?.id ?? 0, by: 'dana', resolution: 'release' }
      expect(await resolveHumanTask(stage.people, { ...answer, resolution: 'done' })).toMatchObject({
        code: 'bad_resolution',
      })
      expect(await resolveHumanTask(stage.people, answer)).toMatchObject({ ok: true })
      expect(await held()).toEqual(['D2 hold refused:account.snapshot: on'])
      const [hold = ''] = (await stage.see()).holds.filter((each) => each.endsWith(' on'))
      const lifted = { account: 'S1', hold: hold.split(' ')[2] }
      expect(await stage.door(fact('hold.lifted', '2026-03-01T12:00:00Z', lifted))).toMatchObject({
        rejected: [{ code: 'engine_hold', path: 'hold', message: expect.stringContaining('a good row') }],
      })
      expect(await held()).toEqual(['D2 hold refused:account.snapshot: on'])
    })
  })
}
