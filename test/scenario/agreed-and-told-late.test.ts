import { expect, test } from 'vitest'
import { isoOf } from '../../src/core/base/time.ts'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import { agrees } from '../support/plan-story.ts'
import { offers, SETTLEMENTS, word } from '../support/settlement-story.ts'
import { anAccount, pays } from '../support/story-facts.ts'
import { storySchedules } from '../support/story-engine.ts'
import { tell } from '../support/story.ts'
import { servedEngine } from '../support/served-engine.ts'

const from = Date.parse('2026-02-01T00:00:00Z')
const schedules = () => storySchedules((file) => `${SETTLEMENTS}${file}`)
const ENGINES = {
  'in memory': () => coreEngine(schedules(), { from }),
  'on real servers': () => servedEngine(schedules(), from),
}

const recorded = '2026-03-05T09:00:00Z'
const late = (fact: Record<string, unknown>) => ({ ...fact, recorded })
const monthly = { sum: '400.00', first: '2026-03-20', every: 'month', number: 4 }
const offer = (account: string, amount: string) => [
  offers(account, 'S', '2026-03-03T12:00:00Z', { amount, until: '2026-03-20' }),
  word('accepted', account, 'S', '2026-03-03T13:00:00Z'),
]

test.for(Object.entries(ENGINES))(
  'a contact made while a plan or a settlement stood that is told later is shown as wrong: %s',
  { timeout: 240_000 },
  async ([, start]) => {
    const engine = await start()
    await tell(engine, async (story) => {
      await story.load(
        ...['A1', 'A2', 'A3', 'A4'].flatMap((name, index) =>
          anAccount(name, { debtor: `D${name}`, phone: `+1202555010${index}` }),
        ),
        ...anAccount('A5', { debtor: 'DA1', phone: '+12025550100' }),
      )
      story.given(
        ...[
          agrees('A1', 'p', '2026-03-03T12:00:00Z', { ...monthly, accounts: ['A5'] }),
          ...offer('A2', '160.00'),
          ...offer('A3', '160.00'),
          pays('A3', '2026-03-03T14:00:00Z', { amount: '160.00' }),
          // This offer is beyond what the file offers: it stood for nothing.
          ...offer('A4', '20.00'),
        ].map(late),
      )
      await story.fastForward('2026-03-05T23:00:00Z')
      const names = ['A1', 'A2', 'A3', 'A4', 'A5']
      await story.expectContacts(
        ...names.map((name) => `2026-03-02T10:00:00Z ${name} friendly`),
        ...names.map((name) => `2026-03-04T10:00:00Z ${name} second`),
      )
      const wrong = (await engine.wrong()).map(
        ({ at, account, why }) => `${isoOf(at)} ${account} ${why.join()}`,
      )
      expect(wrong.sort()).toEqual([
        '2026-03-04T10:00:00Z A1 plan',
        '2026-03-04T10:00:00Z A2 settlement',
        '2026-03-04T10:00:00Z A3 nothing_past_due',
        '2026-03-04T10:00:00Z A5 plan',
      ])
    })
  },
)
