import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listHumanTasks, resolveHumanTask } from '../../../src/flow/human-task.ts'
import { kept } from '../../core/retention/records.ts'
import { billed, fact, opened, paid } from '../record/facts.ts'
import type { RetentionStage } from './stage.ts'

const wrote = (debtor: string, at: string, text: string) =>
  fact('contact.recorded', at, {
    debtor,
    channel: 'sms',
    direction: 'in',
    disposition: 'replied',
    text,
  })
const disputed = (account: string, at: string) =>
  fact('dispute.opened', at, { account, dispute: 'x', reason: 'it was never me' })
const closed = (account: string, at: string) => fact('account.closed', at, { account, reason: 'settled' })

export function retentionContract(store: string, open: () => Promise<RetentionStage>): void {
  describe(`retention on ${store}`, () => {
    let stage: RetentionStage
    beforeEach(async () => {
      stage = await open()
      await stage.at('2026-03-02T12:00:00Z')
      await stage.record(
        opened('A1', { name: 'Ann Example' }),
        opened('A2', { debtor: 'D2', name: 'Bob Example', phone: '+12025550111' }),
        disputed('A1', '2026-03-01T10:00:00Z'),
        wrote('D1', '2026-03-01T11:00:00Z', 'please wait'),
        wrote('D2', '2026-03-01T11:00:00Z', 'so do I'),
      )
      await stage.at('2026-03-03T12:00:00Z')
      await stage.record(closed('A1', '2026-03-03T10:00:00Z'))
    })
    afterEach(() => stage.close())

    it('a message of nobody who is known is kept while a human is asked to read it, and ninety days at most', async () => {
      const stop = (point: string) => fact('optout.received', '2026-03-03T11:00:00Z', { point })
      await stage.record(stop('call me'), stop('the usual'))
      expect(await stage.purgeRaw()).toMatchObject({ texts: 0 })
      const [task] = await listHumanTasks(stage.people.store, { kind: 'unread_number', limit: 1 })
      await resolveHumanTask(stage.people, { id: task?.id ?? 0, by: 'ann', resolution: 'nobody' })
      expect(await stage.purgeRaw()).toMatchObject({ texts: 1 })
      expect(await stage.purgeRaw()).toMatchObject({ texts: 0 })
      await stage.at('2026-06-03T12:00:00Z')
      expect(await stage.purgeRaw()).toMatchObject({ texts: 1 })
      expect(await stage.purgeRaw()).toMatchObject({ texts: 0 })
    })

    it('a message of an unknown sender is kept with where it came from, until somebody has said whose it is', async () => {
      const more = {
        channel: 'sms',
        direction: 'in',
        disposition: 'replied',
        text: 'who?',
        point: '+12025550177',
      }
      await stage.record(fact('contact.recorded', '2026-03-03T11:00:00Z', more))
      expect(await stage.purgeRaw()).toMatchObject({ texts: 0 })
      const [task] = await listHumanTasks(stage.people.store, { kind: 'unknown_sender', limit: 1 })
      await resolveHumanTask(stage.people, { id: task?.id ?? 0, by: 'ann', resolution: 'nobody' })
      expect(await stage.purgeRaw()).toMatchObject({ texts: 2 })
    })

    const HELD = ['D1 reason held', 'D1 text held', 'D2 text held']

    it('the purge takes texts when their time is over and not before, and asks again nobody whom it reviewed', async () => {
      expect(await stage.purge()).toMatchObject({ looked: 2, erased: {}, more: false })
      expect(await stage.purge()).toMatchObject({ looked: 0 })
      await stage.at('2029-03-03T12:00:00Z')
      expect(await stage.purge()).toMatchObject({ looked: 2, erased: { message: 1 } })
      expect(await stage.texts()).toEqual(['D1 reason held', 'D1 text held', 'D2 text gone'])
      await stage.at('2029-03-04T12:00:00Z')
      expect(await stage.purge()).toMatchObject({ looked: 1, erased: { message: 1, complaint: 1 } })
      expect(await stage.texts()).toEqual(['D1 reason gone', 'D1 text gone', 'D2 text gone'])
    })

    it('the purge takes who somebody is after the last record, but never while an account is open', async () => {
      await stage.at('2029-03-04T12:00:00Z')
      expect(await stage.purge()).toMatchObject({ erased: { personal_data: 1 } })
      expect(await stage.values()).toEqual(['D1 name gone', 'D1 phone gone', 'D2 name held', 'D2 phone held'])
    })

    it('the time has not begun while a case is open', async () => {
      await stage.record(billed('A2', 'o', '2026-02-01'))
      await stage.detect()
      await stage.at('2036-03-04T12:00:00Z')
      expect(await stage.purge()).toMatchObject({ erased: { message: 1, complaint: 1, personal_data: 1 } })
      expect(await stage.texts()).toEqual(['D1 reason gone', 'D1 text gone', 'D2 text held'])
    })

    it('what was done about the debt since counts', async () => {
      await stage.at('2028-06-01T12:00:00Z')
      await stage.record(paid('A2', 'late', '1.00', { at: '2028-05-31T10:00:00Z' }))
      await stage.at('2031-06-01T12:00:00Z')
      await stage.purge()
      expect((await stage.texts()).at(-1)).toBe('D2 text held')
      await stage.at('2031-06-02T12:00:00Z')
      await stage.purge()
      expect((await stage.texts()).at(-1)).toBe('D2 text gone')
    })

    it('the purge goes in pages; a page that is done is not found again', async () => {
      await stage.at('2036-03-04T12:00:00Z')
      const first = await stage.purge({ limit: 1 })
      expect(first).toMatchObject({ looked: 1, more: true })
      expect(await stage.purge({ limit: 1 })).toMatchObject({ looked: 1, more: true })
      expect(await stage.purge({ limit: 1 })).toMatchObject({ looked: 0, more: false })
      expect((await stage.texts()).filter((line) => line.endsWith('held'))).toEqual([])
    })

    it('a dry purge tells the same and changes nothing', async () => {
      await stage.at('2036-03-04T12:00:00Z')
      const dry = await stage.purge({ dry: true, after: 0 })
      expect(dry.erased).toEqual({ message: 2, complaint: 1, personal_data: 1 })
      expect(await stage.texts()).toEqual(HELD)
      expect((await stage.purge()).erased).toEqual(dry.erased)
    })

    it('rules that contradict each other give one task for a human, and nothing is erased', async () => {
      stage.law([
        kept(['message'], { max: { months: 6 } }),
        kept(['message', 'complaint'], { min: { years: 1 } }),
      ])
      expect((await stage.purge()).conflicts).toHaveLength(2)
      await stage.at('2036-03-04T12:00:00Z')
      expect((await stage.purge()).conflicts).toHaveLength(2)
      expect(await stage.conflicts()).toEqual(['message: XX-T1 XX-T2', 'message: XX-T1 XX-T2'])
      expect(await stage.texts()).toEqual(['D1 reason gone', 'D1 text held', 'D2 text held'])
    })

    it('everything stays without any rule', async () => {
      stage.law([kept(['visit_av'], { min: { years: 1 } })])
      await stage.at('2126-03-04T12:00:00Z')
      expect(await stage.purge()).toMatchObject({ looked: 2, erased: {} })
      expect(await stage.texts()).toEqual(HELD)
    })

    it('a person who comes back with the same number is known again', async () => {
      await stage.at('2029-03-04T12:00:00Z')
      await stage.purge()
      await stage.record(opened('A9', { at: '2028-12-01T10:00:00Z', name: 'Ann Example' }))
      const values = await stage.values()
      expect(values.slice(0, 2)).toEqual(['D1 name held', 'D1 phone held'])
      expect((await stage.see()).points).toContain('D1 +12025550100 valid')
    })
  })
}
