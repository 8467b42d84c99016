import { expect, test } from 'vitest'
import { tellOnBoth } from '../support/both-engines.ts'
import { memoryStage } from '../shell/record/memory-stage.ts'
import { offers, SETTLEMENTS, word } from '../support/settlement-story.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount, pays } from '../support/story-facts.ts'

const inLeva = (account: string, number: string) =>
  anAccount(account, { debtor: `D${account}`, phone: `+12025550${number}`, amount: '195.58' }).map((fact) =>
    fact['type'] === 'account.opened' ? { ...fact, currency: 'BGN' } : fact,
  )
const at = '2026-03-03T00:00:00Z'

test('a line in the new currency is the changeover where the law gives its rate, money of before was in the old one, and a word gives any other rate', async () => {
  await tellOnBoth(storySchedules(), async (story) => {
    const [first, second, third] = [inLeva('A1', '101'), inLeva('A2', '102'), inLeva('A3', '103')]
    story.given(
      ...first,
      { ...first[0], currency: 'EUR', at },
      pays('A1', '2026-03-03T12:00:00Z', { amount: '100.00' }),
      ...second,
      { ...second[0], currency: 'EUR', at },
      pays('A2', '2026-03-01T12:00:00Z', { amount: '195.58', recorded: '2026-03-03T12:00:00Z' }),
      ...third,
      { type: 'account.redenominated', account: 'A3', at, currency: 'USD', rate: '2.0000' },
      pays('A3', '2026-03-03T12:00:00Z', { amount: '97.79' }),
    )
    await story.fastForward('2026-03-30T23:00:00Z')
    const accounts = ['A1', 'A2', 'A3']
    await story.expectContacts(...accounts.map((account) => `2026-03-02T10:00:00Z ${account} friendly`))
    await story.expectCases(...accounts.map((account) => `${account}/1 2026-03-02..2026-03-03 cured`))
  })
})

test('what had come of a promise is carried over with it', async () => {
  const stage = memoryStage()
  await stage.record(...inLeva('A1', '101'))
  const promise = { account: 'A1', promise: 'Q', amount: '100.00', by: '2026-03-20' }
  await stage.record({ type: 'promise.made', at: '2026-02-25T12:00:00Z', ...promise })
  for (const row of stage.world.promises) Object.assign(row, { told: 'open', toldPaid: 1956 })
  await stage.record({
    type: 'account.redenominated',
    account: 'A1',
    at: '2026-02-27T00:00:00Z',
    currency: 'EUR',
    rate: '1.95583',
  })
  expect((await stage.dossier('DA1')).promises).toMatchObject([
    { amount: 5113, told: 'open', toldPaid: 1000 },
  ])
})

test('what was agreed within the limits of a file stays so in another currency, whatever the roundings', async () => {
  const limits = `plans: { standard: { least: "10.00", every: [week] } }
promises: { standard: { least: "20.00", longest: { days: 30 } } }
${SETTLEMENTS}`
  await tellOnBoth(
    storySchedules((file) => `${limits}${file}`),
    async (story) => {
      const opened = (account: string, number: string) =>
        anAccount(account, { debtor: `D${account}`, phone: `+12025550${number}`, amount: '30.00' })
      const said = '2026-03-02T14:00:00Z'
      const over = (account: string) => {
        return { type: 'account.redenominated', account, at, currency: 'EUR', rate: '1.95583' }
      }
      const rates = { sum: '30.00', first: '2026-03-09', every: 'week', number: 3 }
      story.given(
        ...opened('A1', '101'),
        { type: 'plan.agreed', account: 'A1', plan: 'L', at: said, ...rates },
        over('A1'),
        ...opened('A2', '102'),
        { type: 'promise.made', account: 'A2', promise: 'P', at: said, amount: '20.00', by: '2026-03-08' },
        over('A2'),
        ...opened('A3', '103'),
        offers('A3', 'S', said, { amount: '24.00', until: '2026-03-08' }),
        word('accepted', 'A3', 'S', '2026-03-02T15:00:00Z'),
        over('A3'),
      )
      await story.fastForward('2026-03-08T23:00:00Z')
      const accounts = ['A1', 'A2', 'A3']
      await story.expectContacts(...accounts.map((account) => `2026-03-02T10:00:00Z ${account} friendly`))
      expect((await story.result()).tasks).toEqual([])
    },
  )
})
