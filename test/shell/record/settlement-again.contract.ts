import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { billed, fact, opened, paid } from './facts.ts'
import { type RecordStage, strategy } from './stage.ts'

const LIMITS = {
  alone: { discount: 0.2 },
  most: { discount: 0.5 },
  longest: { days: 30 },
  fromDpd: 1,
  onBounce: 'lost',
} as const

/** What is said of settlements once more, or when they are paid, as both stores keep it. */
export function settlementAgainContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`what is said again of settlements on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      stage.strategies([strategy('all', { settlements: LIMITS })])
    })
    afterEach(() => stage.close())

    const turn = async () => {
      for (let times = 0; times < 3; times++) {
        await stage.detect()
        await stage.decide()
      }
    }
    const about = (type: string, at: string, more = {}) =>
      fact(`settlement.${type}`, at, { account: 'A1', settlement: 'S1', ...more })
    const offered = (day = '05', amount = '90.00') =>
      about('offered', `2026-03-${day}T09:00:00Z`, { amount, until: '2026-03-20', by: 'anna' })
    const said = (word: string, day = '06') => about(word, `2026-03-${day}T09:00:00Z`)
    const granted = (word: string, by: string, day: string) => about(word, `2026-03-${day}T10:00:00Z`, { by })
    const figures = async () => {
      const { accounts, cases } = await stage.see()
      const last = cases.at(-1)
      return {
        pastDue: accounts['A1']?.pastDue,
        case: last && `${last.state} ${last.open ? 'open' : 'closed'}`,
      }
    }

    test('a word that comes when it is paid is kept, and opens no case', async () => {
      await stage.at('2026-03-10T10:00:00Z')
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        offered(),
        said('accepted'),
        paid('A1', 'p1', '90.00', { at: '2026-03-10T09:00:00Z' }),
      )
      await turn()
      await stage.at('2026-03-12T10:00:00Z')
      await turn()
      const words = [
        said('accepted', '11'),
        said('declined', '11'),
        said('withdrawn', '11'),
        granted('rejected', 'ben', '11'),
        { ...offered('12'), settlement: 'S2', at: '2026-03-12T09:30:00Z' },
        { ...said('accepted', '12'), settlement: 'S2', at: '2026-03-12T09:40:00Z' },
      ]
      for (const given of words) {
        expect((await stage.record(given)).taken).toBe(1)
        await turn()
        expect(await figures()).toMatchObject({ pastDue: 0, case: 'settled closed' })
      }
      expect((await stage.see()).cases).toHaveLength(1)
      expect((await stage.dossier('D1')).settlements).toMatchObject([
        { declinedAt: Date.parse('2026-03-11T09:00:00Z'), withdrawnAt: Date.parse('2026-03-11T09:00:00Z') },
        { externalId: 'S2' },
      ])
      // A word of before it came into force is another matter.
      await stage.record(said('withdrawn', '05'))
      await turn()
      expect(await figures()).toMatchObject({ pastDue: 1_000 })
    })

    test('one that is told again with the same terms is known already, by a fact as in a contact, and the earliest instant counts', async () => {
      await stage.at('2026-03-10T10:00:00Z')
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'), offered())
      const call = (day: string, amount: string, more = {}) =>
        fact('contact.recorded', `2026-03-${day}T12:00:00Z`, {
          account: 'A1',
          channel: 'call',
          disposition: 'rpc_settlement',
          agent: 'ben',
          settlement: { settlement: 'S1', amount, until: '2026-03-20', ...more },
        })
      const settlement = async () => (await stage.dossier('D1')).settlements?.[0]
      expect(await stage.record(offered('07'))).toMatchObject({ taken: 0, same: 1, rejected: [] })
      expect(await stage.record(call('08', '90.00', { accepted: false }))).toMatchObject({
        taken: 1,
        rejected: [],
      })
      const known = { offeredAt: Date.parse('2026-03-05T09:00:00Z'), by: 'anna', acceptedAt: null }
      expect(await settlement()).toMatchObject(known)
      expect(await stage.record(call('09', '90.00'))).toMatchObject({ taken: 1, rejected: [] })
      expect(await settlement()).toMatchObject({ ...known, acceptedAt: Date.parse('2026-03-09T12:00:00Z') })
      for (const other of [offered('07', '80.00'), call('09', '80.00', { accepted: false })]) {
        const { rejected } = await stage.record(other)
        expect(rejected.map(({ code }) => code)).toEqual(['conflicting_fact'])
      }
      await stage.record(offered('04'))
      expect(await settlement()).toMatchObject({ offeredAt: Date.parse('2026-03-04T09:00:00Z'), by: 'anna' })
    })
  })
}
