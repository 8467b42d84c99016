import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AT, billed, fact, opened, paid, reversed, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** What facts do to cases, intentions, people and numbers. */
export function reachContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`what facts affect on ${name}`, () => {
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

    const epochs = async () =>
      Object.fromEntries((await stage.see()).cases.map((one) => [one.name, one.epoch]))
    const states = async () => (await stage.see()).contacts.map((one) => one.state)
    const at = '2026-03-01T11:00:00Z'

    test('a payment takes back what its case intended, and nothing else', async () => {
      const planned = await stage.contact('A1', { channel: 'sms', state: 'planned', step: 'a' })
      const offered = await stage.contact('A1', { channel: 'call', state: 'queued', step: 'b' })
      await stage.contact('A1', { channel: 'sms', state: 'sending', step: 'c' })
      await stage.contact('A2', { channel: 'sms', state: 'planned', step: 'a' })
      const recorded = await stage.record(paid('A1', 'P1', '10.00'))
      expect(recorded.affected).toHaveLength(1)
      expect(planned).toBeLessThan(offered)
      expect(await states()).toEqual(['cancelled', 'cancelled', 'sending', 'planned'])
      expect((await stage.see()).work).toEqual([`${offered} withdrawn superseded`])
      expect(await epochs()).toEqual({ 'A1/1': 1, 'A2/1': 0, 'B1/1': 0 })
    })

    test('a score, a new bill and evidence wake a review and leave intentions alone', async () => {
      await stage.contact('A1', { channel: 'sms', state: 'planned' })
      const recorded = await stage.record(
        fact('score.changed', at, { account: 'A1', score: 0.9 }),
        billed('A1', 'second', '2026-02-20'),
        fact('evidence.recorded', at, { account: 'A1', evidence: 'validation.sent', value: true }),
        fact('evidence.recorded', at, { agent: 'agent-7', evidence: 'agent.trained', value: true }),
      )
      expect(recorded).toMatchObject({ taken: 4, rejected: [] })
      expect(recorded.affected).toHaveLength(1)
      expect(await states()).toEqual(['planned'])
      expect(await epochs()).toEqual({ 'A1/1': 0, 'A2/1': 0, 'B1/1': 0 })
      expect((await stage.see()).evidence).toEqual(['D1 validation.sent=true', 'nobody agent.trained=true'])
    })

    test('an oldest due date that moved on was paid: what was intended for it is taken back', async () => {
      await stage.record(
        opened('S1', { debtor: 'D5', phone: '+12025550155' }),
        snapshot('S1', '2026-03-01T02:00:00Z', '100.00', '2026-01-01'),
      )
      await stage.detect()
      await stage.contact('S1', { channel: 'sms', state: 'planned' })
      await stage.contact('A1', { channel: 'sms', state: 'queued' })
      await stage.record(
        snapshot('S1', '2026-03-02T02:00:00Z', '100.00', '2026-02-01'),
        fact('obligation.rescheduled', at, { account: 'A1', obligation: 'first', dueOn: '2026-02-15' }),
      )
      expect(await states()).toEqual(['cancelled', 'cancelled'])
      expect(await epochs()).toMatchObject({ 'S1/1': 1, 'A1/1': 1, 'A2/1': 0 })
    })

    test('a dispute is of one account, a hold of a person of all of his', async () => {
      await stage.record(fact('dispute.opened', at, { account: 'A1', dispute: 'X1', reason: 'not mine' }))
      expect(await epochs()).toEqual({ 'A1/1': 1, 'A2/1': 0, 'B1/1': 0 })
      await stage.record(fact('hold.placed', at, { debtor: 'D1', hold: 'H1', reason: 'hardship' }))
      expect(await epochs()).toEqual({ 'A1/1': 2, 'A2/1': 1, 'B1/1': 0 })
      await stage.record(
        fact('dispute.resolved', '2026-03-01T11:30:00Z', {
          account: 'A1',
          dispute: 'X1',
          outcome: 'rejected',
        }),
        fact('hold.lifted', '2026-03-01T10:00:00Z', { debtor: 'D1', hold: 'H1' }),
      )
      expect((await stage.see()).holds).toEqual(['D1 dispute X1 off', 'D1 hold H1 on'])
    })

    test('an opt-out of a number, and a dead number, affect everybody behind it', async () => {
      await stage.record(fact('optout.received', at, { debtor: 'D1', point: '+12025550100' }))
      expect(await epochs()).toEqual({ 'A1/1': 1, 'A2/1': 1, 'B1/1': 1 })
      await stage.record(fact('point.invalid', at, { account: 'B1', point: '+1 202 555 0100' }))
      expect((await stage.see()).points).toEqual(['D1 +12025550100 invalid', 'D2 +12025550100 invalid'])
      await stage.record(
        fact('point.added', '2026-03-01T12:00:00Z', { debtor: 'D2', kind: 'phone', value: '+12025550100' }),
      )
      expect((await stage.see()).points).toEqual(['D1 +12025550100 invalid', 'D2 +12025550100 invalid'])
      expect(
        await stage.record(fact('point.invalid', at, { debtor: 'D2', point: '+12025550177' })),
      ).toMatchObject({ taken: 1, rejected: [] })
      expect(await stage.record(fact('point.invalid', at, { debtor: 'D2', point: 999_999 }))).toMatchObject({
        rejected: [{ code: 'unknown_point' }],
      })
    })

    test('receipts may come twice, late, in any order, and before our own reply', async () => {
      const contact = await stage.contact('A1', { channel: 'sms', state: 'sending' })
      const told = (disposition: string) =>
        fact('contact.outcome', at, { account: 'A1', contact, disposition })
      await stage.record(told('delivered'))
      expect(await states()).toEqual(['delivered'])
      await stage.record(told('sent'), told('undelivered'), told('delivered'))
      expect(await states()).toEqual(['delivered'])
      const lost = await stage.contact('A2', { channel: 'sms', state: 'unknown' })
      await stage.record(
        fact('contact.outcome', at, { account: 'A2', contact: lost, disposition: 'undelivered' }),
      )
      expect(await states()).toEqual(['delivered', 'failed'])
      expect(
        await stage.record(fact('contact.outcome', at, { account: 'B1', contact, disposition: 'sent' })),
      ).toMatchObject({ rejected: [{ code: 'unknown_contact' }] })
    })

    test('a disposition says what the debtor said', async () => {
      await stage.contact('A1', { channel: 'call', state: 'sending', step: 'call', attempt: 1 })
      await stage.contact('A2', { channel: 'call', state: 'queued', step: 'call', attempt: 1 })
      const told = (account: string, disposition: string, more = {}) =>
        fact('contact.outcome', at, { account, step: 'call', attempt: 1, disposition, ...more })
      await stage.record(
        told('A1', 'rpc_promise', { promise: { amount: '40.00', by: '2026-03-10' }, note: 'will pay' }),
        told('A2', 'busy'),
      )
      const seen = await stage.see()
      expect(seen.contacts.map(({ state, outcome }) => `${state} ${outcome}`)).toEqual([
        'sent conversation',
        'failed not_connected',
      ])
      expect(seen.work.map((line) => line.split(' ')[1])).toEqual(['done', 'done'])
      expect(seen.promises).toHaveLength(1)
      expect(seen.promises[0]).toMatch(/^A1 contact-\d+ 4000 2026-03-10$/)
      expect(await epochs()).toMatchObject({ 'A1/1': 1, 'A2/1': 0 })
    })

    test('a wrong number is wrong for one person, a number that does not exist for all', async () => {
      const to = '+12025550100'
      await stage.contact('A1', { channel: 'call', state: 'sending', step: 'call', to })
      await stage.contact('B1', { channel: 'call', state: 'sending', step: 'call', to })
      const told = (account: string, disposition: string) =>
        fact('contact.outcome', at, { account, step: 'call', disposition })
      await stage.record(told('A1', 'wrong_number'))
      expect((await stage.see()).points).toEqual([`D1 ${to} invalid`, `D2 ${to} valid`])
      await stage.record(told('B1', 'invalid_number'))
      expect((await stage.see()).points).toEqual([`D1 ${to} invalid`, `D2 ${to} invalid`])
      expect(await epochs()).toEqual({ 'A1/1': 2, 'A2/1': 2, 'B1/1': 1 })
    })

    test('contacts made outside, promises and preferences are kept', async () => {
      await stage.record(
        fact('contact.recorded', at, {
          account: 'A1',
          channel: 'call',
          disposition: 'no_answer',
          point: '+12025550100',
        }),
        fact('contact.recorded', at, {
          debtor: 'D2',
          channel: 'sms',
          direction: 'in',
          disposition: 'replied',
          text: 'ok',
        }),
        fact('promise.cancelled', at, { account: 'A1', promise: 'R1' }),
        fact('promise.made', at, { account: 'A1', promise: 'R1', amount: '5.00', by: '2026-03-09' }),
        fact('preference.set', at, { debtor: 'D1', closed: [{ days: 'sun', hours: null }] }),
      )
      const seen = await stage.see()
      expect(seen.contacts).toMatchObject([
        { channel: 'call', state: 'sent', outcome: 'no_answer', direction: 'out' },
        { channel: 'sms', state: 'sent', outcome: 'replied', direction: 'in' },
      ])
      expect(seen.promises).toEqual(['A1 R1 500 2026-03-09 cancelled'])
    })

    test('a closed account is not reviewed again until it is recalled', async () => {
      await stage.record(fact('account.closed', at, { account: 'A1', reason: 'placed' }))
      expect((await stage.see()).accounts['A1']).toMatchObject({ collection: 'ended', lookOn: null })
      await stage.closeCase('A1', 'placed', '2026-02-01')
      await stage.record(paid('A1', 'P1', '100.00'), reversed('A1', 'P1'))
      expect(await stage.detect()).toMatchObject({ opened: 0, reopened: 0 })
      await stage.record(fact('account.recalled', '2026-03-01T11:30:00Z', { account: 'A1' }))
      expect(await stage.detect()).toMatchObject({ opened: 1 })
      await stage.record(fact('account.closed', '2026-03-01T10:00:00Z', { account: 'A1', reason: 'sold' }))
      expect((await stage.see()).accounts['A1']).toMatchObject({ collection: 'active' })
    })

    test('zones that are given replace zones that were guessed, and only add to given ones', async () => {
      await stage.record(
        opened('C1', { debtor: 'D3', region: 'US', zone: undefined, phone: '+12025550111' }),
        opened('C2', { debtor: 'D4', region: undefined, zone: undefined, phone: undefined }),
      )
      const zones = (await stage.see()).zones
      expect(zones['C1']).toContain('America/Los_Angeles')
      expect(zones['C1']).not.toContain('Europe/London')
      expect(zones['C2']).toContain('Pacific/Auckland')
      await stage.record(opened('C3', { debtor: 'D3', zone: 'America/Chicago' }))
      await stage.record(opened('C4', { debtor: 'D3', zone: 'America/Denver', region: 'CA' }))
      expect((await stage.see()).zones['C1']).toEqual(['America/Chicago', 'America/Denver'])
    })

    test('whoever nobody gave a residence may live where the numbers and zones point to', async () => {
      const unplaced = { region: undefined, zone: undefined }
      await stage.record(
        opened('C1', { debtor: 'number', ...unplaced }),
        opened('C2', { debtor: 'nothing', ...unplaced, phone: undefined }),
        opened('C3', { debtor: 'city', region: 'us-ny-nyc', phone: '+447700900123' }),
        opened('C4', { debtor: 'later', ...unplaced }),
      )
      await stage.record(
        fact('point.added', AT, { account: 'C2', kind: 'phone', value: '+447700900124' }),
        opened('C5', { debtor: 'later', region: ['US-MA', 'US-RI'] }),
        opened('C6', { debtor: 'later', ...unplaced, phone: '+8617000000001' }),
      )
      expect((await stage.see()).regions).toMatchObject({
        number: ['US-*'],
        nothing: ['GB-*', 'GG-*', 'IM-*', 'JE-*'],
        city: ['US-NY-NYC'],
        later: ['US-MA', 'US-RI'],
      })
    })

    test('a number that cannot be read makes an invalid point and a warning', async () => {
      const recorded = await stage.record(opened('C1', { debtor: 'D3', phone: 'call me' }))
      expect(recorded).toMatchObject({
        taken: 1,
        rejected: [],
        warnings: [{ code: 'bad_point', path: 'phone' }],
      })
      expect((await stage.see()).points).toContain('D3 call me invalid')
    })
  })
}
