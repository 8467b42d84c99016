import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimHumanTask, listHumanTasks, resolveHumanTask } from '../../../src/flow/human-task.ts'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** What the debtor writes: D1 and D2 are behind one number, D1 has two accounts. */
export function replyContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`messages from debtors on ${name}`, () => {
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

    const at = '2026-03-01T11:00:00Z'
    const NUMBER = '+12025550100'
    const wrote = (text: string, more: Record<string, unknown> = {}) =>
      fact('contact.recorded', at, {
        debtor: 'D1',
        point: NUMBER,
        channel: 'sms',
        direction: 'in',
        disposition: 'replied',
        key: `m-${text}`,
        text,
        ...more,
      })
    const epochs = async () =>
      Object.fromEntries((await stage.see()).cases.map((one) => [one.name, one.epoch]))
    const states = async () => (await stage.see()).contacts.map(({ channel, state }) => `${channel} ${state}`)
    const tasks = () => listHumanTasks(stage.people.store, { limit: 10 })

    test('a STOP stops what was planned and queued for everybody behind the number, in the transaction that stores it', async () => {
      await stage.contact('A1', { channel: 'sms', state: 'queued' })
      await stage.contact('A2', { channel: 'call', state: 'planned' })
      await stage.contact('B1', { channel: 'sms', state: 'planned' })
      expect(await stage.record(wrote(' Stop. '))).toMatchObject({ taken: 1, rejected: [] })
      expect(await epochs()).toEqual({ 'A1/1': 1, 'A2/1': 1, 'B1/1': 1 })
      expect(await states()).toEqual(['sms cancelled', 'call cancelled', 'sms cancelled', 'sms sent'])
      expect((await stage.see()).holds).toEqual(['D1 optout optout on'])
      for (const debtor of ['D1', 'D2']) {
        const { holds, points } = await stage.dossier(debtor)
        expect(holds).toMatchObject([
          { kind: 'optout', number: points[0]?.number, channel: null, lifted: null, from: Date.parse(at) },
        ])
      }
      expect(await tasks()).toEqual([])
      const { contacts } = await stage.dossier('D1')
      expect(contacts.filter(({ direction }) => direction === 'in')).toMatchObject([
        { disposition: 'replied_stop', outcome: 'replied' },
      ])
    })

    test('the same message sent again changes nothing; one said of an account is of the person all the same', async () => {
      const stop = wrote('TD', { debtor: undefined, account: 'A2' })
      await stage.record(stop)
      expect(await stage.record(stop)).toMatchObject({ taken: 0, same: 1 })
      expect(await epochs()).toEqual({ 'A1/1': 1, 'A2/1': 1, 'B1/1': 1 })
    })

    test('the whole person is held where no number is named; who is behind the number is not known', async () => {
      await stage.record(wrote('退订', { point: undefined }))
      expect(await epochs()).toEqual({ 'A1/1': 1, 'A2/1': 1, 'B1/1': 0 })
      expect((await stage.dossier('D1')).holds).toMatchObject([
        { kind: 'optout', number: null, channel: null },
      ])
      expect((await stage.dossier('D2')).holds).toEqual([])
    })

    test('what may be an opt-out holds until a human has read it', async () => {
      await stage.contact('B1', { channel: 'sms', state: 'queued' })
      await stage.record(wrote('why do you not stop'))
      expect(await states()).toEqual(['sms cancelled', 'sms sent'])
      expect((await stage.dossier('D2')).holds).toMatchObject([{ kind: 'optout', lifted: null }])
      const [task] = await tasks()
      expect(task).toMatchObject({ kind: 'read_reply', about: 'A1', role: 'compliance' })
      expect(task?.reason).not.toContain('why do')
      const id = task?.id ?? 0
      expect(await claimHumanTask(stage.people.store, id, 'ann')).toMatchObject({
        ok: true,
        text: 'why do you not stop',
      })
      const said = (by: string, resolution: string) => resolveHumanTask(stage.people, { id, by, resolution })
      expect(await said('ann', 'done')).toMatchObject({ code: 'bad_resolution' })
      expect(await said('bob', 'other')).toMatchObject({ code: 'not_yours' })
      expect(await said('ann', 'other')).toMatchObject({ ok: true, task: { resolution: 'other' } })
      expect((await stage.dossier('D2')).holds).toMatchObject([
        { lifted: Date.parse('2026-03-01T12:00:00Z') },
      ])
      expect(await said('ann', 'optout')).toMatchObject({ code: 'already_resolved' })
      expect((await stage.see()).facts.at(-1)).toBe('task.resolved')
    })

    test('a message that is read as an opt-out is one from the message on; an opt-out is not lifted by another message', async () => {
      await stage.record(wrote('please do not stop sending the invoices'), wrote('stop calling my mother'))
      const open = await tasks()
      expect(open.map(({ kind }) => kind)).toEqual(['read_reply', 'read_reply'])
      const [first, second] = open.map(({ id }) => id)
      await resolveHumanTask(stage.people, { id: first ?? 0, by: 'ann', resolution: 'optout' })
      await resolveHumanTask(stage.people, { id: second ?? 0, by: 'ann', resolution: 'other' })
      const holds = (await stage.dossier('D2')).holds.filter(({ lifted }) => lifted === null)
      expect(holds).toMatchObject([{ kind: 'optout', from: Date.parse(at) }])
      expect((await stage.see()).holds.filter((line) => line.endsWith('on'))).toEqual(['D1 optout optout on'])
    })

    test('a START lifts nothing: a human sees to it', async () => {
      await stage.record(wrote('STOP'), wrote('START', { at: '2026-03-01T11:30:00Z' }))
      expect((await stage.see()).holds).toEqual(['D1 optout optout on'])
      expect((await tasks()).map(({ kind }) => kind)).toEqual(['opt_in'])
      await stage.record(fact('optout.withdrawn', '2026-03-01T11:45:00Z', { debtor: 'D1', point: NUMBER }))
      expect((await stage.dossier('D2')).holds).toMatchObject([
        { kind: 'optout', lifted: Date.parse('2026-03-01T11:45:00Z') },
      ])
    })

    test('an ordinary answer, what an agent noted, and what we wrote hold nothing', async () => {
      await stage.record(
        wrote('I paid yesterday'),
        wrote('stop', { channel: 'call', disposition: 'rpc_refused', key: 'c1' }),
        wrote('Reply STOP to opt out', { direction: 'out', disposition: 'sent', key: 'o1' }),
      )
      expect((await stage.see()).holds).toEqual([])
      expect(await epochs()).toEqual({ 'A1/1': 0, 'A2/1': 0, 'B1/1': 0 })
      expect(await tasks()).toEqual([])
    })

    test('whoever sends it may have understood it already', async () => {
      await stage.record(wrote('no', { disposition: 'replied_stop', text: undefined }))
      expect((await stage.see()).holds).toEqual(['D1 optout optout on'])
    })

    test('a message that a fact has read is no task any more', async () => {
      await stage.record(wrote('why do you not stop'))
      const reply = 'm-why do you not stop'
      await stage.record(fact('reply.read', at, { debtor: 'D1', reply, meaning: 'other' }))
      expect(await tasks()).toEqual([])
    })

    test('a word about a message that nobody waits to read is refused', async () => {
      expect(
        await stage.record(fact('reply.read', at, { debtor: 'D1', reply: 'm-none', meaning: 'other' })),
      ).toMatchObject({ rejected: [{ code: 'unknown_reply', path: 'reply' }] })
    })
  })
}
