import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { settlementFileOf } from '../../../src/core/settlement/file.ts'
import { settlementStates } from '../../../src/core/settlement/state.ts'
import { billed, fact, opened, paid, reversed } from './facts.ts'
import { type RecordStage, strategy } from './stage.ts'

const LIMITS = {
  alone: { discount: 0.2 },
  most: { discount: 0.5 },
  longest: { days: 30 },
  fromDpd: 1,
  onBounce: 'lost',
} as const
const BOUNCES = ['lost', 'kept'] as const
type Bounce = (typeof BOUNCES)[number]
const NOW = '2026-03-25T12:00:00Z'

/** Settlements from the offer to the ledger, as both stores keep them. */
export function settlementContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`settlements on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      stage.strategies(
        BOUNCES.map((onBounce) =>
          strategy(onBounce, { applies: { creditor: [onBounce] }, settlements: { ...LIMITS, onBounce } }),
        ),
      )
    })
    afterEach(() => stage.close())

    const states = async (debtor: string, now: string, onBounce: Bounce = 'lost') => {
      const dossier = await stage.dossier(debtor)
      const [account] = dossier.accounts
      if (!account) return []
      const file = settlementFileOf(dossier, account, Date.parse(now))
      return settlementStates({ ...file, limits: { ...LIMITS, onBounce } }).map(
        ({ settlement, status }) => `${settlement.externalId} ${status} ${settlement.told}`,
      )
    }
    const turn = async () => {
      for (let times = 0; times < 3; times++) {
        await stage.detect()
        await stage.decide()
      }
    }
    const offered = (account: string, day = '05', amount = '90.00') =>
      fact('settlement.offered', `2026-03-${day}T09:00:00Z`, {
        account,
        settlement: 'S1',
        amount,
        until: '2026-03-20',
        by: 'anna',
      })
    const said = (word: string, account: string, day = '06') =>
      fact(`settlement.${word}`, `2026-03-${day}T09:00:00Z`, { account, settlement: 'S1' })
    const granted = (word: string, account: string, by: string, day = '06') =>
      fact(`settlement.${word}`, `2026-03-${day}T10:00:00Z`, { account, settlement: 'S1', by })
    const figures = async (account: string) => {
      const { accounts, cases } = await stage.see()
      const { pastDue, balance, credit, bucket } = accounts[account] ?? {}
      const own = cases.filter((one) => one.name.startsWith(`${account}/`))
      const last = own.at(-1)
      return {
        pastDue,
        balance,
        credit,
        bucket,
        case: last && `${last.state} ${last.open ? 'open' : 'closed'}`,
      }
    }

    test('what is paid closes the case as settled, and the rest is forgiven', async () => {
      await stage.at('2026-03-05T10:00:00Z')
      await stage.record(
        opened('A1', { creditor: 'lost' }),
        billed('A1', 'first', '2026-02-01'),
        offered('A1'),
      )
      await turn()
      expect(await states('D1', '2026-03-05T10:00:00Z')).toEqual(['S1 offered offered'])
      await stage.at('2026-03-06T10:00:00Z')
      await stage.record(said('accepted', 'A1'))
      await turn()
      expect(await figures('A1')).toMatchObject({ pastDue: 10_000 })
      await stage.at('2026-03-10T10:00:00Z')
      await stage.record(paid('A1', 'p1', '90.00', { at: '2026-03-10T09:00:00Z' }))
      await turn()
      expect(await figures('A1')).toEqual({
        pastDue: 0,
        balance: 0,
        credit: 0,
        bucket: 0,
        case: 'settled closed',
      })
      expect(await states('D1', '2026-03-10T10:00:00Z')).toEqual(['S1 kept kept'])
      await stage.at('2026-03-11T10:00:00Z')
      await turn()
      expect(await figures('A1')).toMatchObject({ pastDue: 0, case: 'settled closed' })
    })

    test.each([
      ['lost', 10_000, 'bounced'],
      ['kept', 9_000, 'bounced'],
    ] as const)('the money is taken back, what was agreed is %s', async (onBounce, owed, status) => {
      await stage.at('2026-03-10T10:00:00Z')
      await stage.record(
        opened('A1', { creditor: onBounce }),
        billed('A1', 'first', '2026-02-01'),
        offered('A1'),
        said('accepted', 'A1'),
      )
      await stage.record(paid('A1', 'p1', '90.00', { at: '2026-03-10T09:00:00Z' }))
      await turn()
      expect(await figures('A1')).toMatchObject({ pastDue: 0 })
      await stage.at('2026-03-12T10:00:00Z')
      await stage.record(reversed('A1', 'p1', '2026-03-12T09:00:00Z'))
      await turn()
      expect(await figures('A1')).toMatchObject({ pastDue: owed, case: expect.stringContaining('open') })
      expect(await states('D1', '2026-03-12T10:00:00Z', onBounce)).toEqual([`S1 ${status} ${status}`])
    })

    test('whoever proposed it does not grant it, in whatever order it is told', async () => {
      await stage.at('2026-03-07T12:00:00Z')
      await stage.record(opened('A1', { creditor: 'lost' }), billed('A1', 'first', '2026-02-01'))
      await stage.record(granted('approved', 'A1', 'anna'))
      await stage.record(offered('A1', '05', '60.00'))
      const { rejected } = await stage.record(granted('approved', 'A1', 'anna', '07'))
      expect(rejected).toMatchObject([{ code: 'own_request', path: 'by' }])
      await stage.record(said('accepted', 'A1'))
      await turn()
      expect(await states('D1', '2026-03-07T12:00:00Z')).toEqual(['S1 asked asked'])
      expect((await stage.see()).tasks).toContain('A1 settlement_grant')
      await stage.record(granted('approved', 'A1', 'ben', '07'))
      await turn()
      expect(await states('D1', '2026-03-07T12:00:00Z')).toEqual(['S1 accepted accepted'])
    })

    test('settlements and money that are told in any order, and twice, end the same', async () => {
      await stage.at(NOW)
      let run = 0
      const day = fc.integer({ min: 6, max: 24 }).map((one) => String(one).padStart(2, '0'))
      const sum = fc.constantFrom('30.00', '60.00', '90.00', '90.00', '95.00', '100.00')
      const told = fc.record({
        onBounce: fc.constantFrom('lost', 'kept'),
        amount: fc.constantFrom('90.00', '90.00', '90.00', '60.00'),
        payments: fc.array(fc.record({ day, sum, bounced: fc.option(day, { freq: 3 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
        credits: fc.array(fc.record({ day, sum }), { maxLength: 1 }),
        accepted: fc.constantFrom('06', '08', '12'),
        words: fc.array(fc.record({ day, word: fc.constantFrom('accepted', 'declined', 'withdrawn') }), {
          maxLength: 1,
        }),
        grants: fc.array(
          fc.record({
            day,
            word: fc.constantFrom('approved', 'approved', 'rejected'),
            by: fc.constantFrom('ben', 'cleo'),
          }),
          { maxLength: 2 },
        ),
        corrected: fc.option(fc.record({ day, sum: fc.constantFrom('95.00', '110.00', '80.00') })),
        seed: fc.integer(),
      })
      await fc.assert(
        fc.asyncProperty(told, async (drawn) => {
          const onBounce = drawn.onBounce
          const ends: unknown[] = []
          for (const order of ['as given', 'shuffled and twice'] as const) {
            const account = `R${++run}`
            const debtor = `D-${account}`
            await stage.record(
              opened(account, { debtor, creditor: onBounce }),
              billed(account, 'first', '2026-02-01'),
            )
            const facts = [
              offered(account, '05', drawn.amount),
              said('accepted', account, drawn.accepted),
              ...drawn.words.map((one) => said(one.word, account, one.day)),
              ...drawn.grants.map((one) => granted(one.word, account, one.by, one.day)),
              ...drawn.payments.flatMap((one, index) => [
                paid(account, `p${index}`, one.sum, { at: `2026-03-${one.day}T12:00:00Z` }),
                ...(one.bounced === null
                  ? []
                  : [reversed(account, `p${index}`, `2026-03-${one.bounced}T13:00:00Z`)]),
              ]),
              ...drawn.credits.map((one, index) =>
                fact('credit.noted', `2026-03-${one.day}T12:00:00Z`, {
                  account,
                  credit: `c${index}`,
                  amount: one.sum,
                }),
              ),
              ...(drawn.corrected === null
                ? []
                : [
                    fact('obligation.corrected', `2026-03-${drawn.corrected.day}T08:00:00Z`, {
                      account,
                      obligation: 'first',
                      amount: drawn.corrected.sum,
                    }),
                  ]),
            ]
            if (order === 'as given') await stage.record(...facts)
            else
              for (const one of [...shuffled(facts, drawn.seed), ...facts]) {
                await stage.record(one)
                await turn()
              }
            await turn()
            const seen = await figures(account)
            ends.push([
              seen.pastDue,
              seen.balance,
              seen.credit,
              (await states(debtor, NOW, onBounce)).map(withoutTold),
            ])
          }
          expect(ends[0]).toEqual(ends[1])
        }),
        { numRuns: 20 },
      )
    })
  })
}

function withoutTold(text: string): string {
  return text.split(' ').slice(0, 2).join(' ')
}

/** An order that the seed gives. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed >>> 0
  const keyed = items.map((item) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return { item, key: state }
  })
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}
