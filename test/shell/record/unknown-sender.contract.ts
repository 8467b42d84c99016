import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  claimHumanTask,
  listHumanTasks,
  matchSender,
  resolveHumanTask,
} from '../../../src/flow/human-task.ts'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

const at = '2026-03-01T11:00:00Z'

/** A message of nobody who is known waits for a human, and acts as of when it came once he has said whose it is. */
export function unknownSenderContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`messages of nobody who is known on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'), opened('B1', { debtor: 'D2' }))
      await stage.detect()
    })
    afterEach(() => stage.close())

    const wrote = (text: string, point: string, channel = 'sms') => {
      const message = {
        channel,
        direction: 'in',
        disposition: 'replied',
        key: `m-${text.length}`,
        text,
        point,
      }
      return fact('contact.recorded', at, message)
    }
    const tasks = () => listHumanTasks(stage.people.store, { limit: 10 })
    const only = async () => (await tasks())[0]?.id ?? 0
    const match = (id: number, debtor: string, by = 'ann') =>
      matchSender(stage.people, { id, by, owner: { debtor } })
    /** Since when, each once. */
    const heldBy = async (debtor: string) => {
      const standing = (await stage.dossier(debtor)).holds.filter(({ lifted }) => lifted === null)
      return [...new Set(standing.map(({ kind, from }) => `${kind} ${new Date(from).toISOString()}`))]
    }

    test('the message is kept, and shown with where it came from to whoever claims the task, and nowhere else', async () => {
      await stage.record(wrote('I will pay on Friday', '+12025550177'))
      expect(await stage.record(wrote('I will pay on Friday', '+12025550177'))).toMatchObject({ same: 1 })
      const open = await tasks()
      expect(open).toMatchObject([{ kind: 'unknown_sender', role: 'operations', person: 0 }])
      expect(JSON.stringify(open)).not.toMatch(/Friday|5550177/)
      const id = await only()
      expect(await claimHumanTask(stage.people.store, id, 'ann')).toMatchObject({
        text: 'I will pay on Friday',
        from: '+12025550177',
      })
      expect(await match(id, 'D1', 'bob')).toMatchObject({ code: 'not_yours' })
      expect(await match(id, 'D9')).toMatchObject({ code: 'not_recorded' })
      expect(await match(id, 'D1')).toMatchObject({ ok: true, task: { resolution: 'recorded' } })
      expect(await match(id, 'D1')).toMatchObject({ code: 'already_resolved' })
      const { contacts } = await stage.dossier('D1')
      expect(contacts).toMatchObject([{ direction: 'in', at: Date.parse(at), disposition: 'replied' }])
      expect(await tasks()).toEqual([])
    })

    test('what was recorded of one debtor when whoever said so died is never recorded of another', async () => {
      await stage.record(wrote('I will pay on Monday', '+12025550177'))
      const id = await only()
      const { people } = stage
      const dying = {
        ...people,
        record: async (facts: Parameters<typeof people.record>[0]) => {
          await people.record(facts)
          throw new Error('killed')
        },
      }
      await expect(matchSender(dying, { id, by: 'ann', owner: { debtor: 'D1' } })).rejects.toThrow('killed')
      expect(await match(id, 'D2')).toMatchObject({ ok: false, code: 'already_matched' })
      expect(await match(id, 'D1')).toMatchObject({ ok: true })
      expect((await stage.dossier('D1')).contacts).toHaveLength(1)
      expect((await stage.dossier('D2')).contacts).toHaveLength(0)
    })

    test('an empty message waits too, and one that is of nobody holds nobody', async () => {
      await stage.record(wrote('', '+12025550177'))
      const id = await only()
      expect(await claimHumanTask(stage.people.store, id, 'ann')).toMatchObject({ from: '+12025550177' })
      expect(await resolveHumanTask(stage.people, { id, by: 'ann', resolution: 'nobody' })).toMatchObject({
        ok: true,
      })
      expect([await heldBy('D1'), await tasks()]).toEqual([[], []])
    })

    test('a STOP holds its number at once, and the debtor as of when it came', async () => {
      await stage.contact('A1', { channel: 'sms', state: 'planned' })
      await stage.record(wrote('ＳＴＯＰ!', 'Someone@Example.org', 'email'))
      expect(await match(await only(), 'D1')).toMatchObject({ ok: true })
      expect(await heldBy('D1')).toEqual(['optout 2026-03-01T11:00:00.000Z'])
      expect((await stage.see()).points).toContain('D1 - valid')
    })

    test('what may be an opt-out is read of the debtor then: what held its number meanwhile is over', async () => {
      await stage.record(wrote('please do not stop texting', '+12025550177'))
      expect(await tasks()).toMatchObject([{ kind: 'read_reply', person: 0 }])
      expect(await match(await only(), 'D2')).toMatchObject({ ok: true, task: { resolution: 'other' } })
      expect(await tasks()).toMatchObject([{ kind: 'read_reply', about: 'B1' }])
      expect(await heldBy('D2')).toEqual(['optout 2026-03-01T11:00:00.000Z'])
      await resolveHumanTask(stage.people, { id: await only(), by: 'ann', resolution: 'other' })
      await stage.record(opened('C1', { debtor: 'D3', phone: '+12025550177' }))
      expect([await heldBy('D2'), await heldBy('D3')]).toEqual([[], []])
    })

    test('an answer to a letter that comes from an address of nobody', async () => {
      await stage.record(wrote('please do not stop writing', '7 Elm Street, Albany NY', 'letter'))
      expect(await tasks()).toMatchObject([{ kind: 'unknown_sender' }])
      expect(await match(await only(), 'D1')).toMatchObject({ ok: true })
      expect(await tasks()).toMatchObject([{ kind: 'read_reply', about: 'A1' }])
      expect(await match(await only(), 'D2')).toMatchObject({ code: 'not_recorded' })
    })
  })
}
