import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/core/channel/channel.ts'
import { circumstancesOf, questionOf } from '../../../src/core/compliance/known/from-dossier.ts'
import { compileLaw } from '../../../src/core/compliance/pack/law.ts'
import { permit } from '../../../src/core/compliance/permit.ts'
import { shipped } from '../../support/law.ts'
import { fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

const { packs, calendars } = shipped()
const law = compileLaw({
  packs: packs.filter(({ pack }) => ['xx-house', 'xx-wishes'].includes(pack)),
  calendars,
})
const NOON = Date.parse('2026-03-02T12:00:00Z')
const BY: readonly [Channel, string][] = [
  ['sms', 'phone'],
  ['call', 'phone'],
  ['visit', 'address'],
]

/** What debtors ask for, and what exactly it stops: D1 has a number that D2 shares, a number at work and an address. */
export function wishContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`wishes on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.at('2026-03-02T12:00:00Z')
      await stage.record(
        opened('A1', { actor: 'first_party', product: 'invoice', points: [WORK, HOME] }),
        opened('B1', { debtor: 'D2', actor: 'first_party', product: 'invoice' }),
      )
    })
    afterEach(() => stage.close())

    const SHARED = '+12025550100'
    const WORK = { kind: 'phone', value: '+12025550101', line: 'landline', place: 'work' }
    const HOME = { kind: 'address', value: '1 Example Way' }
    const at = '2026-03-01T11:00:00Z'
    const ALL = ['D1 sms', 'D1 call', 'D1 sms work', 'D1 call work', 'D1 visit', 'D2 sms', 'D2 call']

    /** What is refused now, of all that could be done. */
    async function stopped(hour = NOON): Promise<string[]> {
      const lines: string[] = []
      for (const debtor of ['D1', 'D2']) {
        const dossier = await stage.dossier(debtor)
        const [account] = dossier.accounts
        if (!account) throw new Error(`${debtor} has no account`)
        for (const point of dossier.points) {
          for (const [channel] of BY.filter(([, kind]) => kind === point.kind)) {
            const asked = { dossier, account, point, channel, at: hour, dpd: 10, moment: 'redeem' } as const
            const { answer } = permit(questionOf(asked), circumstancesOf(dossier), law)
            const place = point.place === 'home' ? '' : ` ${point.place}`
            if (answer !== 'permit') lines.push(`${debtor} ${channel}${place}`)
          }
        }
      }
      return lines.sort((a, b) => ALL.indexOf(a) - ALL.indexOf(b))
    }
    const said = (type: string, more: Record<string, unknown>, when = at) =>
      stage.record(fact(type, when, { debtor: 'D1', ...more }))

    test('a person of whom nothing is said is not stopped', async () => {
      expect(await stopped()).toEqual([])
    })

    test.each([
      ['a number, for everybody behind it', { point: SHARED }, ['D1 sms', 'D1 call', 'D2 sms', 'D2 call']],
      ['texts to a number', { point: SHARED, channel: 'sms' }, ['D1 sms', 'D2 sms']],
      ['a number of one’s own', { point: WORK.value }, ['D1 sms work', 'D1 call work']],
      ['a channel, on every number', { channel: 'call' }, ['D1 call', 'D1 call work']],
      ['everything', {}, ['D1 sms', 'D1 call', 'D1 sms work', 'D1 call work', 'D1 visit']],
      [
        'said of an account, the whole person',
        { debtor: undefined, account: 'A1', channel: 'visit' },
        ['D1 visit'],
      ],
    ])('an opt-out of %s stops that, and its withdrawal gives back that', async (_, of, expected) => {
      await said('optout.received', of)
      expect(await stopped()).toEqual(expected)
      await said('optout.withdrawn', of, '2026-03-01T12:00:00Z')
      expect(await stopped()).toEqual([])
    })

    test('an opt-out is withdrawn as it was said: no other one, and not by somebody else', async () => {
      await said('optout.received', { point: SHARED })
      await said('optout.withdrawn', { channel: 'sms' }, '2026-03-01T12:00:00Z')
      await said('optout.withdrawn', { debtor: 'D2', point: SHARED }, '2026-03-01T12:00:00Z')
      expect(await stopped()).toEqual(['D1 sms', 'D1 call', 'D2 sms', 'D2 call'])
    })

    test('an opt-out that is told late and was withdrawn since stops nothing', async () => {
      await said('optout.withdrawn', { point: SHARED }, '2026-03-01T12:00:00Z')
      await said('optout.received', { point: SHARED })
      expect(await stopped()).toEqual([])
    })

    test('a closed place stops what is tied to it; the latest word counts, in any order', async () => {
      await said('preference.set', { places: ['work'] })
      expect(await stopped()).toEqual(['D1 sms work', 'D1 call work'])
      await said('preference.set', { places: ['home'] }, '2026-03-01T13:00:00Z')
      expect(await stopped()).toEqual(['D1 visit'])
      await said('preference.set', { places: ['work'] }, '2026-03-01T12:00:00Z')
      expect(await stopped()).toEqual(['D1 visit'])
      await said('preference.set', { places: [] }, '2026-03-01T14:00:00Z')
      expect(await stopped()).toEqual([])
    })

    test('closed hours stop everything within them; places and hours do not touch each other', async () => {
      await said('preference.set', { closed: [{ days: 'mon', hours: ['11:00', '13:00'] }] })
      await said('preference.set', { places: [] }, '2026-03-01T12:00:00Z')
      expect(await stopped()).toEqual(ALL.filter((line) => line.startsWith('D1')))
      expect(await stopped(Date.parse('2026-03-02T13:00:00Z'))).toEqual([])
      await said('preference.set', { closed: [] }, '2026-03-01T13:00:00Z')
      expect(await stopped()).toEqual([])
    })

    test('holidays are closed by the calendar of the residence, though none of its packs binds the account', async () => {
      const known = compileLaw({ packs, calendars })
      await said('preference.set', { closed: [{ days: 'hol', hours: null }] })
      const dossier = await stage.dossier('D2')
      expect(dossier.person.closed).toEqual([])
      const mine = await stage.dossier('D1')
      const [account] = mine.accounts
      const [point] = mine.points
      if (!account || !point) throw new Error('D1 has neither account nor number')
      const on = (day: string) => {
        const asked = { dossier: mine, account, point, channel: 'call', dpd: 10, moment: 'redeem' } as const
        const question = questionOf({ ...asked, at: Date.parse(`${day}T15:00:00Z`) })
        const verdict = permit(question, circumstancesOf(mine), known)
        return verdict.answer === 'permit' ? [] : verdict.reasons.map(({ rule }) => rule)
      }
      expect(on('2026-05-25')).toContain('person_hours')
      expect(on('2026-05-26')).not.toContain('person_hours')
    })
  })
}
