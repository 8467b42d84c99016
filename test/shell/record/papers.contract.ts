import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** What rules ask for, as it is told: consents, proofs, wishes. */
export function papersContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`papers on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(opened('A1'))
    })
    afterEach(() => stage.close())

    const at = '2026-03-01T11:00:00Z'
    const until = '2026-06-01T00:00:00Z'
    const point = '+12025550100'
    const papers = async () =>
      (await stage.dossier('D1')).evidence.map((one) => [
        one.key,
        one.value,
        one.account === null ? 'person' : 'account',
        one.point === null ? 'any point' : 'point',
        one.until,
      ])

    test('a consent is kept under its whole name, for its number and until its end', async () => {
      await stage.record(fact('consent.given', at, { debtor: 'D1', point, consent: 'sms', until }))
      await stage.record(fact('consent.given', at, { account: 'A1', consent: 'consent.autodial' }))
      expect(await papers()).toEqual([
        ['consent.sms', true, 'person', 'point', Date.parse(until)],
        ['consent.autodial', true, 'account', 'any point', null],
      ])
    })

    test('a consent that is taken back is no more from then on', async () => {
      await stage.record(fact('consent.revoked', at, { debtor: 'D1', point, consent: 'consent.sms' }))
      expect(await papers()).toEqual([['consent.sms', false, 'person', 'point', null]])
    })

    test('a proof has the value that it was told with, true where none was', async () => {
      const proof = (evidence: string, more: object) =>
        fact('evidence.recorded', at, { account: 'A1', evidence, ...more })
      await stage.record(proof('a', {}), proof('b', { value: 'text' }), proof('c', { value: 0, until }))
      expect(await papers()).toEqual([
        ['a', true, 'account', 'any point', null],
        ['b', 'text', 'account', 'any point', null],
        ['c', 0, 'account', 'any point', Date.parse(until)],
      ])
    })

    test.each(['consent.given', 'consent.revoked', 'optout.received', 'optout.withdrawn', 'point.invalid'])(
      '%s of a number by an id that the person has not is refused with the field',
      async (type) => {
        const consent = type.startsWith('consent') ? { consent: 'consent.sms' } : {}
        const { rejected, taken } = await stage.record(
          fact(type, at, { debtor: 'D1', point: 999_999, ...consent }),
        )
        expect(rejected).toMatchObject([{ code: 'unknown_point', path: 'point' }])
        expect(taken).toBe(0)
      },
    )

    test('the hours that were told last are the ones that hold', async () => {
      const wish = (when: string, hours: [string, string]) =>
        fact('preference.set', when, { debtor: 'D1', closed: [{ days: 'daily', hours }] })
      await stage.record(wish('2026-03-01T10:00:00Z', ['09:00', '10:00']))
      await stage.record(wish('2026-03-01T09:00:00Z', ['11:00', '12:00']))
      expect((await stage.dossier('D1')).person.closed).toMatchObject([{ hours: ['09:00', '10:00'] }])
      await stage.record(wish('2026-03-01T11:00:00Z', ['13:00', '14:00']))
      expect((await stage.dossier('D1')).person.closed).toMatchObject([{ hours: ['13:00', '14:00'] }])
    })
  })
}
