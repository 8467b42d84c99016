import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

const OLD = '+4915112345671'
const NEW = '+4915112345699'
const day = (of: number, hour = '09') => `2026-02-${String(of).padStart(2, '0')}T${hour}:00:00Z`
const line = (on: number, phone: string | undefined, more: Record<string, unknown> = {}) =>
  opened('A1', { at: day(on), region: 'DE', zone: 'Europe/Berlin', currency: 'EUR', phone, ...more })
const ofA2 = (on: number, phone: string) => line(on, phone, { account: 'A2' })
const added = (on: number, value: string) =>
  fact('point.added', day(on), { debtor: 'D1', kind: 'phone', value })

/** What the ledger now says of a number is what counts. */
export function latestWordContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`the latest word on a number on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    /** `71 used`, `99 former`, `99 dead`, by the last two digits; the one that is used first comes first. */
    const numbers = async (): Promise<string[]> => {
      const { points } = await stage.see()
      const { points: files } = await stage.dossier('D1')
      const values = points.filter((one) => one.startsWith('D1 ')).map((one) => one.split(' ')[1] ?? '')
      expect(values.length).toBe(files.length)
      return [...files]
        .sort((a, b) => (b.namedAt ?? 0) - (a.namedAt ?? 0))
        .map((file) => `${file.valid ? (file.former ? 'former' : 'used') : 'dead'} ${file.line}`)
    }
    const used = async () => (await stage.dossier('D1')).points.filter((one) => one.valid && !one.former)

    test('a later line replaces the number, in whatever order the lines come', async () => {
      const lines = [line(1, OLD, { key: 'a' }), line(8, NEW, { key: 'b' }), line(20, NEW, { key: 'b' })]
      for (const order of [
        [0, 1, 2],
        [1, 0, 2],
        [2, 0, 1],
      ])
        for (const index of order) await stage.record(lines[index] ?? {})
      expect(await numbers()).toEqual(['used mobile', 'former mobile'])
      await stage.record(fact('optout.received', day(9), { debtor: 'D1', point: NEW }))
      expect((await used()).map(({ number }) => number)).toEqual([
        (await stage.dossier('D1')).holds[0]?.number,
      ])
    })

    test('a line without a key is another line on another day; on the same instant it contradicts', async () => {
      expect(await stage.record(line(1, OLD), line(8, NEW), line(8, NEW))).toMatchObject({
        taken: 2,
        same: 1,
        rejected: [],
      })
      expect(await numbers()).toEqual(['used mobile', 'former mobile'])
      expect(await stage.record(line(9, OLD))).toMatchObject({ taken: 1 })
      expect(await stage.record(line(9, OLD))).toMatchObject({ taken: 0, same: 1 })
      expect(await numbers()).toEqual(['used mobile', 'former mobile'])
      const [first] = await used()
      await stage.record(fact('optout.received', day(10), { debtor: 'D1', point: OLD }))
      expect((await stage.dossier('D1')).holds[0]?.number).toBe(first?.number)
      expect(await stage.record(line(9, NEW))).toMatchObject({ rejected: [{ code: 'conflicting_fact' }] })
    })

    test('a back-dated line does not win, also over a line that was only repeated since', async () => {
      await stage.record(line(1, OLD), line(15, OLD), line(8, NEW))
      const [only, ...others] = await used()
      expect(others).toEqual([])
      await stage.record(fact('optout.received', day(20), { debtor: 'D1', point: OLD }))
      expect((await stage.dossier('D1')).holds[0]?.number).toBe(only?.number)
    })

    test('a number that another account still names stays; one that was added stays', async () => {
      await stage.record(line(1, OLD), ofA2(1, OLD), line(8, NEW), added(3, '+4915112345655'))
      expect((await used()).length).toBe(3)
      await stage.record(ofA2(9, NEW))
      expect((await used()).length).toBe(2)
      await stage.record(added(10, OLD))
      expect((await used()).length).toBe(3)
      await stage.record(line(12, NEW, { household: 'h2' }))
      expect((await used()).length).toBe(3)
      await stage.record(line(13, OLD), line(14, NEW))
      expect((await used()).length).toBe(2)
      await stage.record(added(15, OLD))
      expect((await used()).length).toBe(3)
      expect(await stage.record(added(15, OLD))).toMatchObject({ taken: 0, same: 1 })
    })

    test('what was planned for a replaced number is taken back', async () => {
      await stage.record(
        line(1, OLD),
        fact('obligation.billed', day(1), {
          account: 'A1',
          obligation: 'o',
          dueOn: '2026-02-02',
          amount: '9.00',
        }),
      )
      await stage.detect()
      await stage.contact('A1', { channel: 'sms', state: 'planned', to: OLD })
      await stage.record(line(8, NEW))
      expect((await stage.see()).contacts.map(({ state }) => state)).toEqual(['cancelled'])
    })

    test('a dead number stays dead when a line repeats it, whatever else the line changes, and for whoever gets it', async () => {
      await stage.record(
        line(1, OLD),
        fact('point.invalid', day(6), { account: 'A1', point: '0151 12345671' }),
      )
      await stage.record(line(8, OLD, { household: 'H9' }), added(9, OLD))
      expect(await numbers()).toEqual(['dead mobile'])
      await stage.record(line(9, OLD, { account: 'B1', debtor: 'D2' }))
      expect((await stage.see()).points).toEqual([`D1 ${OLD} invalid`, `D2 ${OLD} invalid`])
    })

    test('a report that comes before the line that names the number counts when it comes', async () => {
      await stage.record(line(1, undefined), fact('point.invalid', day(6), { account: 'A1', point: OLD }))
      await stage.record(line(8, OLD, { key: 'b' }))
      expect(await numbers()).toEqual(['dead mobile'])
    })

    test.each([
      ['a consent', fact('consent.given', day(10), { debtor: 'D1', consent: 'sms', point: '0151 12345671' })],
      [
        'a message from it',
        fact('contact.recorded', day(10), {
          debtor: 'D1',
          point: '4915112345671',
          channel: 'sms',
          direction: 'in',
          disposition: 'replied',
          text: 'it is me',
        }),
      ],
    ])('%s later than the report, and not an earlier one, brings a dead number back', async (_what, sign) => {
      const dead = fact('point.invalid', day(6), { account: 'A1', point: OLD })
      await stage.record(line(1, OLD), { ...sign, at: day(5), key: 'early' }, dead)
      expect(await numbers()).toEqual(['dead mobile'])
      await stage.record(sign)
      expect(await numbers()).toEqual(['used mobile'])
      await stage.record({ ...dead, at: day(12) })
      expect(await numbers()).toEqual(['dead mobile'])
    })

    test('the number tells its line, and a later fact corrects what it does not tell', async () => {
      const given = (on: number, value: string, more: Record<string, unknown>) =>
        fact('point.added', day(on), { debtor: 'D1', kind: 'phone', value, key: `k${on}`, ...more })
      await stage.record(line(1, '+4930901820'))
      expect(await numbers()).toEqual(['used landline'])
      await stage.record(given(2, '+12025550100', { line: 'landline', place: 'work' }))
      expect(await numbers()).toEqual(['used landline', 'used landline'])
      await stage.record(given(4, '+12025550100', { line: 'mobile', place: 'home' }))
      await stage.record(given(3, '+12025550100', { line: 'landline', place: 'work' }))
      expect(await numbers()).toEqual(['used mobile', 'used landline'])
      expect((await stage.dossier('D1')).points.map(({ place }) => place)).toEqual(['home', 'home'])
      await stage.record(given(5, OLD, { line: 'landline' }))
      expect((await numbers())[0]).toBe('used mobile')
    })
  })
}
