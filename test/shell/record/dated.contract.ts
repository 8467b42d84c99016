import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { billed, fact, opened, paid, reversed, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** Now is 2026-03-01 12:00 UTC. */
export function datedContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`days that make sense on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.detect()
      await stage.contact('A1', { channel: 'sms', state: 'planned' })
    })
    afterEach(() => stage.close())

    const account = async () => (await stage.see()).accounts['A1']
    const cheque = paid('A1', 'cheque', '100.00', { at: '2026-03-20T00:00:00Z' })
    const hold = (until: string, at = '2026-03-01T09:00:00Z') =>
      fact('hold.placed', at, { account: 'A1', hold: 'H', reason: 'hardship', until })

    test('a payment that is dated ahead counts on its day, and only then stops what was planned', async () => {
      expect(await stage.door(cheque)).toMatchObject({ taken: 1, rejected: [] })
      expect(await account()).toMatchObject({ pastDue: 10000, balance: 10000, credit: 0 })
      await stage.at('2026-03-19T23:00:00Z')
      await stage.detect()
      expect(await account()).toMatchObject({ pastDue: 10000, lookOn: '2026-03-20' })
      const raised = (await stage.see()).cases[0]?.epoch ?? 0
      await stage.contact('A1', { channel: 'call', state: 'planned', step: 'later' })
      await stage.at('2026-03-20T01:00:00Z')
      await stage.detect()
      expect(await account()).toMatchObject({ pastDue: 0, anchor: null, balance: 0 })
      expect((await stage.see()).cases).toMatchObject([{ epoch: raised + 1, due: true }])
      expect((await stage.see()).contacts.map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
    })

    test('what is dated, or was due, a hundred years ago is told to its sender, and counts as it stands', async () => {
      const warned = [{ code: 'dated_long_ago', path: 'at', suggestion: expect.stringContaining('year') }]
      const of1926 = paid('A1', 'old', '40.00', { at: '1926-03-01T00:00:00Z' })
      expect(await stage.door(of1926)).toMatchObject({ taken: 1, rejected: [], warnings: warned })
      expect(await stage.door(of1926)).toMatchObject({ taken: 0, same: 1, warnings: [] })
      expect(await account()).toMatchObject({ pastDue: 6000 })
      expect(await stage.door(billed('A1', 'older', '1926-02-01'))).toMatchObject({
        taken: 1,
        warnings: [{ code: 'dated_long_ago', path: 'dueOn' }],
      })
    })

    test('one that is taken back before its day never counts', async () => {
      await stage.door(cheque, reversed('A1', 'cheque'))
      await stage.at('2026-03-21T01:00:00Z')
      await stage.detect()
      expect(await account()).toMatchObject({ pastDue: 10000 })
    })

    test('what ends before it begins is refused, what is over already is history', async () => {
      expect(await stage.door(hold('2025-03-01'))).toMatchObject({
        taken: 0,
        rejected: [{ code: 'ends_before', path: 'until', line: 1 }],
      })
      const told = await stage.door(hold('2026-02-10', '2026-02-03T00:00:00Z'), hold('2026-03-01'))
      expect(told).toMatchObject({
        taken: 1,
        warnings: [{ code: 'already_over', path: 'until', line: 1 }],
        rejected: [{ code: 'conflicting_fact', line: 2 }],
      })
      const promise = fact('promise.made', '2026-03-01T09:00:00Z', {
        account: 'A1',
        promise: 'P',
        amount: '5',
      })
      expect(await stage.door({ ...promise, by: '2026-02-28' })).toMatchObject({
        rejected: [{ code: 'ends_before', path: 'by' }],
      })
      expect(await stage.door({ ...promise, by: '2026-03-01' })).toMatchObject({ taken: 1, warnings: [] })
      const said = (at: string, by: string) =>
        fact('contact.recorded', at, {
          account: 'A1',
          channel: 'call',
          disposition: 'rpc_promise',
          promise: { amount: '5', by },
        })
      expect(await stage.door(said('2026-03-01T09:00:00Z', '2026-02-28'))).toMatchObject({
        rejected: [{ code: 'ends_before', path: 'promise.by' }],
      })
      expect(await stage.door(said('2026-02-01T09:00:00Z', '2026-02-10'))).toMatchObject({
        taken: 1,
        warnings: [{ code: 'already_over', path: 'promise.by' }],
      })
    })

    test('nothing but a payment comes from the future; the end of a file’s day is not that', async () => {
      const dispute = (at: string, id: string) => fact('dispute.opened', at, { account: 'A1', dispute: id })
      expect(await stage.door(dispute('2026-03-02T23:00:00Z', 'X'))).toMatchObject({
        rejected: [{ code: 'from_the_future', path: 'at' }],
      })
      expect(await stage.door(dispute('2026-03-02T12:59:59Z', 'Y'))).toMatchObject({ taken: 1 })
      await stage.record(opened('S1'))
      const future = snapshot('S1', '2030-03-01T00:00:00Z', '5', '2026-02-01')
      expect(await stage.door(future)).toMatchObject({ rejected: [{ code: 'from_the_future' }] })
    })

    test('what an account owes and has paid stays an exact number', async () => {
      const most = '90071992547309.91'
      const { taken, rejected } = await stage.door(
        billed('A1', 'huge', '2026-02-01', most),
        billed('A1', 'more', '2026-02-01', '1.00'),
        billed('A1', 'beyond', '2026-02-01', '900719925474099.91'),
        paid('A1', 'p1', most),
        paid('A1', 'p2', '100.00'),
        paid('A1', 'p3', most),
      )
      expect(taken).toBe(3)
      expect(rejected.map(({ code, line }) => [code, line])).toEqual([
        ['amount_too_large', 2],
        ['amount_too_large', 3],
        ['amount_too_large', 6],
      ])
    })

    test('an account with nothing past due is current, whatever its oldest due date says', async () => {
      await stage.record(opened('S1'))
      await stage.door(snapshot('S1', '2026-02-20T00:00:00Z', '5.00', '2026-01-01'))
      expect(await stage.door(snapshot('S1', '2026-02-21T00:00:00Z', '0.00', '2026-01-01'))).toMatchObject({
        taken: 1,
      })
      expect((await stage.see()).accounts['S1']).toMatchObject({ pastDue: 0, anchor: null, lookOn: null })
    })

    test('a name that was stored in another form before keeps matching', async () => {
      const raw = ' A\u0308 '
      await stage.record(opened('N1'))
      await stage.rename('N1', raw)
      expect(await stage.door({ ...billed('N1', 'first', '2026-02-01'), account: raw })).toMatchObject({
        taken: 1,
        rejected: [],
      })
      expect((await stage.see()).accounts[raw]).toMatchObject({ pastDue: 10000 })
      expect(await stage.door({ ...billed('N1', 'first', '2026-02-01'), account: raw })).toMatchObject({
        same: 1,
      })
      await stage.door({ ...paid('N1', 'p\u0000', '1'), account: raw })
      expect((await stage.see()).holds.some((one) => one.includes('refused:payment.received'))).toBe(true)
    })
  })
}
