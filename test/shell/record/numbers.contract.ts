import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimHumanTask, listHumanTasks, resolveHumanTask } from '../../../src/flow/human-task.ts'
import { fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

const NUMBER = '+4915112345671'
export const SPELLINGS = [
  '+4915112345671',
  '004915112345671',
  '4915112345671',
  '0151 1234 5671',
  '(0151) 123-45671',
  'tel:+49-151-12345671',
  '+49 (0)151 12345671',
  '０１５１ 12345671',
]
const german = (account: string, more: Record<string, unknown> = {}) =>
  opened(account, { region: 'DE', zone: 'Europe/Berlin', currency: 'EUR', phone: NUMBER, ...more })
const at = '2026-02-01T10:00:00Z'

/** Whether any number of the debtor that could be used may still be. */
export async function isSilent(stage: RecordStage, debtor: string): Promise<boolean> {
  const { points, holds } = await stage.dossier(debtor)
  const held = (number: unknown): boolean =>
    holds.some(
      (hold) => hold.kind === 'optout' && hold.lifted === null && [null, number].includes(hold.number),
    )
  return points.filter(({ valid, former }) => valid && !former).every(({ number }) => held(number))
}

/** One number, however it is written and whoever is known to have it. */
export function numbersContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`numbers on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())
    const tasks = () => listHumanTasks(stage.people.store, { limit: 10 })

    test('an opt-out after, and before, the line that names the number is the same in every spelling', async () => {
      const key = (index: number) => ({ key: `k${index}` })
      for (const [index, point] of SPELLINGS.entries()) {
        const after = { debtor: `after${index}`, phone: `+49151100000${10 + index}` }
        const own = point.replace(/1234\s?5671|123-45671|12345671/, `100000${10 + index}`)
        await stage.record(german(`A${index}`, after))
        const said = { account: `A${index}`, point: own, ...key(index) }
        expect(await stage.record(fact('optout.received', at, said))).toMatchObject({ rejected: [] })
        expect([own, await isSilent(stage, `after${index}`)]).toEqual([own, true])
        const before = own.replace('100000', '200000')
        const early = { account: `B${index}`, point: before, ...key(index) }
        expect(await stage.record(fact('optout.received', at, early))).toMatchObject({
          taken: 1,
          rejected: [],
        })
        await stage.record(german(`B${index}`, { debtor: `b${index}`, phone: `+49151200000${10 + index}` }))
        expect([before, await isSilent(stage, `b${index}`)]).toEqual([before, true])
      }
    })

    test('a number alone opts out, whoever has or later gets it', async () => {
      await stage.record(german('A1'), fact('optout.received', at, { point: '4915112345671' }))
      expect(await isSilent(stage, 'D1')).toBe(true)
      await stage.record(fact('optout.received', at, { point: '0151 99988877' }))
      await stage.record(
        german('A2', { debtor: 'D2', phone: '+4915199988877' }),
        opened('A3', { debtor: 'D3', region: 'US-NY', phone: '+12025550111' }),
      )
      expect(await isSilent(stage, 'D2')).toBe(true)
      expect(await isSilent(stage, 'D3')).toBe(false)
      await stage.record(german('A3', { debtor: 'D4', phone: '0151 / 999 888 77', key: 'x' }))
      expect(
        await stage.record(fact('optout.withdrawn', '2026-02-02T10:00:00Z', { point: '+4915199988877' })),
      ).toMatchObject({ taken: 1 })
      expect(await isSilent(stage, 'D2')).toBe(false)
    })

    test('what a debtor takes back of his number, nobody holds against him: before, after, by its value and by the point', async () => {
      const stop = fact('optout.received', at, { point: '0151 1234 5671' })
      const back = (point: unknown, more = {}) =>
        fact('optout.withdrawn', '2026-02-02T10:00:00Z', { debtor: 'D1', point, ...more })
      await stage.record(german('A1'), stop)
      expect(await isSilent(stage, 'D1')).toBe(true)
      await stage.record(back('0049 151 12345671'))
      expect(await isSilent(stage, 'D1')).toBe(false)
      await stage.record({ ...stop, at: '2026-02-01T11:00:00Z' })
      expect(await isSilent(stage, 'D1')).toBe(false)
      await stage.record({ ...stop, at: '2026-02-03T10:00:00Z' })
      expect(await isSilent(stage, 'D1')).toBe(true)
      const { points } = await stage.dossier('D1')
      await stage.record({ ...back(points[0]?.id), at: '2026-02-04T10:00:00Z' })
      expect(await isSilent(stage, 'D1')).toBe(false)
      await stage.record(
        opened('A2', { debtor: 'D2', region: 'AT', zone: 'Europe/Vienna', phone: '+4315112345671' }),
        german('A3', { debtor: 'D3', phone: '+4915199988877' }),
        { ...back('0151 99988877', { debtor: 'D3' }), at },
        fact('optout.received', '2026-01-31T10:00:00Z', { point: '0151 99988877' }),
      )
      expect([await isSilent(stage, 'D2'), await isSilent(stage, 'D3')]).toEqual([true, false])
    })

    test('what was said of an account before it was known is its debtor’s: only what he means by it, and his to withdraw', async () => {
      const said = { account: 'A1', point: '0151 1234 5671' }
      await stage.record(fact('optout.received', at, said))
      await stage.record(
        german('A1'),
        opened('A2', { debtor: 'D2', region: 'AT', zone: 'Europe/Vienna', phone: '+4315112345671' }),
      )
      expect([await isSilent(stage, 'D1'), await isSilent(stage, 'D2')]).toEqual([true, false])
      await stage.record(
        fact('optout.withdrawn', '2026-02-02T10:00:00Z', { account: 'A1', point: '+4915112345671' }),
      )
      expect(await isSilent(stage, 'D1')).toBe(false)
      expect(await stage.record(fact('optout.received', at, said))).toMatchObject({ rejected: [] })
    })

    test('a message from a number that nobody has: STOP holds it, what may be one waits for a human, the rest holds nobody', async () => {
      const wrote = (text: string, point: string) => {
        const message = { channel: 'sms', direction: 'in', disposition: 'replied', key: text, text, point }
        return fact('contact.recorded', at, message)
      }
      expect(await stage.record(wrote('STOP', '4915112345671'))).toMatchObject({ taken: 1 })
      expect(await stage.record(wrote('STOP', '4915112345671'))).toMatchObject({ same: 1 })
      expect(await stage.record(wrote('hello there', '4915112345672'))).toMatchObject({ taken: 1 })
      await stage.record(wrote('please do not stop texting', '4915112345673'))
      await stage.record(german('A1'), german('A2', { debtor: 'D2', phone: '+4915112345673' }))
      expect([await isSilent(stage, 'D1'), await isSilent(stage, 'D2')]).toEqual([true, true])
      const asked = await tasks()
      expect(asked.map(({ kind }) => kind).sort()).toEqual(['read_reply', 'unknown_sender', 'unknown_sender'])
      const id = asked.find(({ kind }) => kind === 'read_reply')?.id ?? 0
      expect(await claimHumanTask(stage.people.store, id, 'ann')).toMatchObject({
        text: 'please do not stop texting',
      })
      expect(await resolveHumanTask(stage.people, { id, by: 'ann', resolution: 'other' })).toMatchObject({
        ok: true,
      })
      expect([await isSilent(stage, 'D1'), await isSilent(stage, 'D2')]).toEqual([true, false])
    })

    test('a number that cannot be read is a task with the value sealed; an opt-out holds the whole person until then', async () => {
      await stage.record(german('A1'))
      const unread = (type: string, more = {}) =>
        fact(type, at, { debtor: 'D1', point: 'the one of my wife', ...more })
      expect(
        await stage.record(
          unread('optout.received'),
          unread('consent.given', { consent: 'sms' }),
          fact('optout.received', at, { point: '12' }),
        ),
      ).toMatchObject({ taken: 3, rejected: [] })
      expect((await stage.see()).evidence).toEqual([])
      expect(await isSilent(stage, 'D1')).toBe(true)
      const asked = await tasks()
      expect(asked.map(({ kind }) => kind).sort()).toEqual([
        'unread_number',
        'unread_number',
        'unread_optout',
      ])
      expect(JSON.stringify(asked)).not.toContain('wife')
      const id = asked.find(({ kind }) => kind === 'unread_optout')?.id ?? 0
      expect(await claimHumanTask(stage.people.store, id, 'ann')).toMatchObject({
        text: 'the one of my wife',
      })
      expect(await resolveHumanTask(stage.people, { id, by: 'ann', resolution: 'recorded' })).toMatchObject({
        ok: true,
      })
      expect(await isSilent(stage, 'D1')).toBe(false)
    })

    test('a debtor with no country of his own: several subscribers may be meant, and nobody guesses', async () => {
      await stage.record(opened('A1', { region: undefined, zone: undefined, phone: '+12025550100' }))
      await stage.record(fact('optout.received', at, { account: 'A1', point: '0151 1234 5671' }))
      expect((await tasks()).map(({ kind }) => kind)).toEqual(['unread_optout'])
      await stage.record(fact('optout.received', at, { account: 'A1', point: '(202) 555-0100', key: 'own' }))
      expect((await tasks()).length).toBe(1)
    })

    test('a consent of a number that is not his yet is no consent for his others, and counts when it is', async () => {
      await stage.record(
        german('A1'),
        fact('consent.given', at, { debtor: 'D1', consent: 'sms', point: '0171 2345678' }),
      )
      const before = await stage.dossier('D1')
      const [consent] = before.evidence
      expect(before.points.find(({ id }) => id === consent?.point)).toMatchObject({ former: true })
      await stage.record(fact('point.added', at, { debtor: 'D1', kind: 'phone', value: '+49 171 2345678' }))
      const { points } = await stage.dossier('D1')
      expect(points.find(({ id }) => id === consent?.point)).toMatchObject({ former: false, valid: true })
    })
  })
}
